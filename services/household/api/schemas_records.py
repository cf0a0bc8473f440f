"""A family's records, dashboard and submissions over HTTP, as the family sees them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.household.api.schemas import FieldValue, Input, Light, Output, RecordKind
from services.household.api.schemas_drafts import AddressIn, GuardiansIn
from services.household.api.typed_text import Typed


class RecordCard(Output):
    """`status`: `pending`, `valid`, or for red the most urgent of `refused`, `incomplete`, `unsent`."""

    key: str
    kind: RecordKind
    name: str
    light: Light
    status: Literal["pending", "valid", "refused", "incomplete", "unsent"]
    refused: int
    missing: int
    unsent: bool


class OpenSubmission(Output):
    """`opened_at`: when an agent first opened it; the family takes it back until then."""

    id: UUID
    made_at: datetime
    opened_at: datetime | None


class DashboardOut(Output):
    """`open_submission` is the oldest one that the town has not concluded."""

    family_code: str
    records: list[RecordCard]
    can_submit: bool
    open_submission: OpenSubmission | None


class RefusalOut(Output):
    reason_label: str
    comment: str | None


class FieldOut(Output):
    """`value` is what the family wrote last, `accepted_value` what the town accepted; valid dates are ISO."""

    name: str
    value: FieldValue
    accepted_value: FieldValue
    required: bool
    pending: bool
    refusal: RefusalOut | None


class PieceOut(Output):
    """`document_ids`: the files last handed in. Files not handed in yet are documents' fact."""

    code: str
    label: str
    required: bool
    document_ids: list[UUID]
    state: Literal["missing", "pending", "accepted", "refused", "waived"]
    refusal: RefusalOut | None


class RecordOut(Output):
    """`submission`: the one that holds the record while it is locked."""

    key: str
    kind: RecordKind
    name: str
    version: int
    light: Light
    status: Literal["pending", "valid", "refused", "incomplete", "unsent"]
    locked: bool
    submission: OpenSubmission | None
    fields: list[FieldOut]
    pieces: list[PieceOut]


class RecordFieldsIn(Input):
    """The fields of all kinds of records; a record takes those of its kind."""

    family_situation: Typed | None = None
    address: AddressIn | None = None
    last_name: Typed | None = None
    birth_name: Typed | None = None
    first_name: Typed | None = None
    birth_date: Typed | None = None
    birth_place: Typed | None = None
    sex: Typed | None = None
    guardians: GuardiansIn | None = None

    def named(self) -> dict[str, FieldValue]:
        """The fields that the client named, with the members of composite ones."""
        return {name: value for name, value in self.model_dump().items() if name in self.model_fields_set}


class RecordIn(Input):
    """The named fields take these values; the others stay. A null or empty text empties a field."""

    fields: RecordFieldsIn


class SubmissionMadeOut(Output):
    submission_id: UUID


class FamilyItemOut(Output):
    """What the family handed in, and the town's decision once the submission is concluded."""

    key: str
    field: str | None
    piece: str | None
    label: str
    old: FieldValue
    new: FieldValue
    document_ids: list[UUID]
    decision: Literal["accept", "refuse", "waive"] | None
    refusal: RefusalOut | None


class FamilySubmissionRecord(Output):
    key: str
    kind: RecordKind
    name: str
    items: list[FamilyItemOut]


SubmissionState = Literal["open", "concluded", "withdrawn"]


class FamilySubmissionOut(Output):
    """`opened_at`: when an agent first opened it; until then the family may take it back."""

    id: UUID
    state: SubmissionState
    kind: Literal["registration", "change"]
    made_at: datetime
    opened_at: datetime | None
    concluded_at: datetime | None
    withdrawn_at: datetime | None
    records: list[FamilySubmissionRecord]


class FamilySubmissionLine(Output):
    """A line of the list; `refused` counts once the decisions are final."""

    id: UUID
    state: SubmissionState
    kind: Literal["registration", "change"]
    made_at: datetime
    opened_at: datetime | None
    concluded_at: datetime | None
    withdrawn_at: datetime | None
    items: int
    refused: int
    record_names: list[str]
