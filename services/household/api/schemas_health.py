"""Fiches sanitaires over HTTP, as the town's agents see them."""

from datetime import datetime
from typing import Literal

from services.household.api.schemas import FieldValue, Light, Output
from services.household.api.schemas_records import VaccinationOut


class HealthFieldOut(Output):
    """What is known: of an urgent fact the family's word, since `said_at`; of the others what the town accepted."""

    name: str
    value: FieldValue
    urgent: bool
    said_at: datetime | None


class HealthRecordOut(Output):
    """One child's. `hidden`: the agent may know that it exists and how it stands, and nothing of what it says."""

    key: str
    name: str
    light: Light
    status: Literal["pending", "valid", "refused", "incomplete", "unsent"]
    hidden: bool
    fields: list[HealthFieldOut]
    vaccinations: list[VaccinationOut]


class HealthRecordsOut(Output):
    family_code: str
    records: list[HealthRecordOut]
