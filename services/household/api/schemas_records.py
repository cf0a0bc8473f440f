"""A family's records, dashboard and submissions over HTTP, as the family sees them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.household.api.schemas import FieldValue, Input, Light, Output, RecordKind, Status
from services.household.api.schemas_fields import RecordFieldsIn


class RecordCard(Output):
    """A record with its light.

    `status`: `pending`, `valid`, or for red the most urgent of `refused`, `expired`, `incomplete`, `unsent`.
    `undeclared`: before it can be handed in the family has to declare it exact. `name`: the person's, a fiche
    sanitaire's too.
    """

    key: str
    kind: RecordKind
    name: str
    light: Light
    status: Status
    refused: int
    missing: int
    unsent: bool
    undeclared: bool


class OpenSubmission(Output):
    """`opened_at`: when an agent first opened it; the family takes it back until then."""

    id: UUID
    made_at: datetime
    opened_at: datetime | None


class DashboardOut(Output):
    """`open_submissions`: those that the town has not concluded, the oldest first."""

    family_code: str
    records: list[RecordCard]
    can_submit: bool
    open_submissions: list[OpenSubmission]


class RefusalOut(Output):
    reason_label: str
    comment: str | None


class FieldOut(Output):
    """`value` is what the family wrote last, `accepted_value` what the town accepted; valid dates are ISO.

    `known`: what the household says of the same thing elsewhere, for a field that is empty. `urgent`: it applies as
    soon as it is saved and is never locked; `said_at`: since when.
    `asked_again`: why it is to be looked at anew; `frozen`: the child's homes disagree, it does not change for now.
    """

    name: str
    value: FieldValue
    accepted_value: FieldValue
    known: FieldValue
    required: bool
    pending: bool
    urgent: bool
    said_at: datetime | None
    refusal: RefusalOut | None
    asked_again: Literal["guardian-left", "changed-elsewhere"] | None
    frozen: bool


class PieceOut(Output):
    """`document_ids`: the files last handed in. Files not handed in yet are documents' fact.

    `required`: asked for; no longer where others stand in for it. `expired_on`: the last day on which they counted; the
    town asks for others since. A piece of each adult is one with the code `<code>-<uuid of the adult>`.
    """

    code: str
    label: str
    required: bool
    document_ids: list[UUID]
    state: Literal["missing", "pending", "accepted", "refused", "waived", "expired", "outdated"]
    expired_on: date | None
    refusal: RefusalOut | None


class VaccinationOut(Output):
    """A disease of the town's table. `compulsory` for this child; `missing`: it should be done at this age."""

    code: str
    label: str
    compulsory: bool
    missing: bool


class RecordOut(Output):
    """A record, whole.

    `submission`: the one that holds the record while it is locked. `declared_at`: when these values were declared
    exact. `vaccinations`: of a fiche sanitaire. `closed`: the child is of age; `removable`: the family may take the
    person out again.
    """

    key: str
    kind: RecordKind
    name: str
    version: int
    light: Light
    status: Status
    locked: bool
    closed: bool
    removable: bool
    submission: OpenSubmission | None
    declared_at: datetime | None
    fields: list[FieldOut]
    pieces: list[PieceOut]
    vaccinations: list[VaccinationOut]


class RecordIn(Input):
    """The named fields take these values; the others stay. A null or empty text empties a field.

    `declares_exact`: whether the family declares its values exact; null says nothing about it.
    """

    fields: RecordFieldsIn
    declares_exact: bool | None = None


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
