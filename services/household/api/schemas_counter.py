"""The counter over HTTP."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.household.api.schemas import Output


class CounterDraftOpened(Output):
    registration_id: UUID


class CounterDraftOut(Output):
    """A family that is being written. `opened_by` is an agent's id; `names`: its adults', as typed so far."""

    registration_id: UUID
    opened_at: datetime
    opened_by: UUID
    names: list[str]
    expires_at: datetime


class FamilyFound(Output):
    """`origin`: how the family came to the town: `online`, `counter` or `imported`."""

    family_id: UUID
    family_code: str
    origin: Literal["online", "counter", "imported"]


class ReceiptAdult(Output):
    name: str


class ReceiptChild(Output):
    """`birth_date` is null while nobody wrote one."""

    name: str
    birth_date: date | None


class ReceiptPiece(Output):
    """A piece that was handed in. `record_name` is empty for the family's record; `files` counts what was handed in."""

    record_name: str
    label: str
    files: int


class ReceiptOut(Output):
    """`registered_by`: the agent's id, null unless the family was written at the counter. `missing`: in French."""

    family_code: str
    registered_at: datetime
    registered_by: UUID | None
    adults: list[ReceiptAdult]
    children: list[ReceiptChild]
    address_lines: list[str]
    pieces: list[ReceiptPiece]
    missing: list[str]
