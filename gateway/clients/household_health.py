"""household: fiches sanitaires, as agents see them."""

from typing import Literal, TypedDict

from gateway.clients.service import ServiceClient

Members = dict[str, str | list[str] | None]


class Vaccination(TypedDict):
    """A disease of the town's table; `missing`: compulsory, due at this age, and no date is known."""

    code: str
    label: str
    compulsory: bool
    missing: bool


class HealthField(TypedDict):
    """Of an urgent fact `value` is the family's own word, since `said_at`; of the others what the town accepted."""

    name: str
    value: str | Members | list[Members] | None
    urgent: bool
    said_at: str | None


class HealthRecord(TypedDict):
    """One child's; `hidden`: the agent learns no more than its light."""

    key: str
    name: str
    light: Literal["red", "orange", "green"]
    status: Literal["pending", "valid", "refused", "incomplete", "unsent"]
    hidden: bool
    fields: list[HealthField]
    vaccinations: list[Vaccination]


class HealthRecords(TypedDict):
    family_code: str
    records: list[HealthRecord]


class Health(ServiceClient):
    """Every method raises Problem and Unavailable; the bearer is an agent's."""

    async def health_records(self, bearer: str, family_id: str) -> HealthRecords:
        records: HealthRecords = (await self.call("GET", f"/families/{family_id}/health-records", bearer)).body
        return records
