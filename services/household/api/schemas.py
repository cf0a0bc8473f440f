"""What travels over household's HTTP interface. What people type comes as text, kept as it was typed."""

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.household.api.typed_text import Code, FreeText, Manifest, Typed

Light = Literal["red", "orange", "green"]
RecordKind = Literal["family", "adult", "child"]
FieldValue = str | dict[str, str | list[str] | None] | None
"""A text; or, for `address` and `guardians`, the members of the same names as in a draft."""


class Keep(StrEnum):
    """`typed` stores whatever was typed; `checked` refuses (422, nothing stored) what breaks a rule."""

    TYPED = "typed"
    CHECKED = "checked"


class Input(BaseModel):
    """Base of every request body: a member we do not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Output(BaseModel):
    model_config = ConfigDict(frozen=True)


# ------------------------------------------------------------------------------------------------------------ register


class StreetOut(Output):
    """A street of the commune's register, in alphabetical order."""

    id: UUID
    name: str
    postal_code: str
    city: str


class RefusalReasonOut(Output):
    """A reason to refuse. `applies_to`: `field` and `piece`, or the name of a field or the code of a piece alone."""

    code: str
    label: str
    applies_to: list[str]


# --------------------------------------------------------------------------------------------------------------- draft


class AddressIn(Input):
    """Inside the commune `street_id` names a street of the register, or is `autre` with `street_other`."""

    country: Typed | None = None
    postal_code: Typed | None = None
    city: Typed | None = None
    street_number: Typed | None = None
    repetition: Typed | None = None
    street_id: Typed | None = None
    street_other: Typed | None = None
    complement: Typed | None = None


class AdultIn(AddressIn):
    family_situation: Typed | None = None
    last_name: Typed | None = None
    birth_name: Typed | None = None
    first_name: Typed | None = None
    birth_date: Typed | None = None
    sex: Typed | None = None


class GuardiansIn(Input):
    """`guardians`: adults of the household who are responsible; `second_guardian`: `declared_elsewhere`|`none`."""

    guardians: list[Typed] = Field(default_factory=list, max_length=10)
    second_guardian: Typed | None = None
    elsewhere_last_name: Typed | None = None
    elsewhere_first_name: Typed | None = None


class ChildIn(GuardiansIn):
    sex: Typed | None = None
    last_name: Typed | None = None
    first_name: Typed | None = None
    birth_date: Typed | None = None
    birth_place: Typed | None = None


class MemberOut(Output):
    """An adult or child of a draft: what was typed (the members of AdultIn, ChildIn), whether it passes every check."""

    id: UUID
    typed: dict[str, str | list[str] | None]
    complete: bool


class DraftOut(Output):
    """`missing`: `adult`, `child`, `adult-incomplete`, `child-incomplete`; empty once only pieces may be missing."""

    version: int
    state: Literal["open", "submitted"]
    family_code: str | None
    family_id: UUID | None
    adults: list[MemberOut]
    children: list[MemberOut]
    missing: list[str]
    expires_at: datetime | None


class HandIn(Input):
    """documents' signed manifest (compact JWS) for the records that are handed in."""

    manifest: Manifest


class FamilyOut(Output):
    family_id: UUID
    family_code: str


# -------------------------------------------------------------------------------------------------------------- family


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
    id: UUID
    made_at: datetime


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
    key: str
    kind: RecordKind
    name: str
    version: int
    light: Light
    status: Literal["pending", "valid", "refused", "incomplete", "unsent"]
    locked: bool
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


class FamilySubmissionOut(Output):
    id: UUID
    state: Literal["open", "concluded"]
    made_at: datetime
    concluded_at: datetime | None
    records: list[FamilySubmissionRecord]


# --------------------------------------------------------------------------------------------------------------- staff


class WorkListItem(Output):
    """`kind`: `registration` (a family's first one) or `change`. `activated`: the account was confirmed by mail."""

    id: UUID
    family_code: str
    family_name: str
    made_at: datetime
    concluded_at: datetime | None
    items: int
    undecided: int
    kind: Literal["registration", "change"]
    activated: bool


class WorkListOut(Output):
    """`next` is the cursor of the following page, null on the last one."""

    items: list[WorkListItem]
    next: str | None


class DecisionOut(Output):
    """`by` is the agent's id, null when the scanner's verdict refused the piece."""

    decision: Literal["accept", "refuse", "waive"]
    reason_code: str | None
    reason_label: str | None
    comment: str | None
    by: UUID | None
    at: datetime


class ItemDocumentOut(Output):
    id: UUID
    sha256: str
    pages: int
    size: int
    scan: Literal["clean", "pending", "infected"]


class ItemOut(Output):
    """One thing to decide: a field (old and new value) or a piece (the files handed in; `old_document_ids`: before)."""

    key: str
    field: str | None
    piece: str | None
    label: str
    old: FieldValue
    new: FieldValue
    documents: list[ItemDocumentOut]
    old_document_ids: list[UUID]
    required: bool
    decision: DecisionOut | None


class SubmissionRecordOut(Output):
    key: str
    kind: RecordKind
    name: str
    items: list[ItemOut]


class FamilyAdultOut(Output):
    id: UUID
    last_name: str | None
    first_name: str | None


class SubmissionFamilyOut(Output):
    """As the family declares itself today, accepted or not."""

    id: UUID
    code: str
    activated: bool
    address: FieldValue
    adults: list[FamilyAdultOut]


class SubmissionOut(Output):
    id: UUID
    version: int
    state: Literal["open", "concluded"]
    kind: Literal["registration", "change"]
    made_at: datetime
    concluded_at: datetime | None
    family: SubmissionFamilyOut
    records: list[SubmissionRecordOut]


class DecisionIn(Input):
    """A refusal needs the code of a reason that applies; a waiver, for a piece alone, needs a comment."""

    decision: Literal["accept", "refuse", "waive"]
    reason_code: Code | None = None
    comment: FreeText | None = None
