"""Submissions over HTTP, as the town's agents see and decide them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.household.api.schemas import FieldValue, Input, Output, RecordKind
from services.household.api.typed_text import Code, FreeText


class WorkListItem(Output):
    """A line of the list.

    `kind`: `registration` (a family's first one) or `change`. `activated`: the town knows the family, because its
    account was confirmed by mail, or because it was written at the counter or imported. `closes_at`: when a family that
    nobody confirmed is erased at the earliest; an activation link asked for again puts it off.
    """

    id: UUID
    family_code: str
    family_name: str
    made_at: datetime
    concluded_at: datetime | None
    items: int
    undecided: int
    kind: Literal["registration", "change"]
    activated: bool
    origin: Literal["online", "counter", "imported"]
    registered_at: datetime
    closes_at: datetime | None


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


class PaperDateOut(Output):
    """As the family gave it: `day` is the date of the document (`issued`) or the last one on which it counts."""

    asks: Literal["issued", "expires"]
    day: date
    expires_on: date | None


class ItemOut(Output):
    """One thing to decide: a field (old and new value) or a piece (the files handed in; `old_document_ids`: before).

    `health`: it tells of a child's health, and only who has `household.health` decides on it.
    """

    key: str
    field: str | None
    piece: str | None
    label: str
    old: FieldValue
    new: FieldValue
    documents: list[ItemDocumentOut]
    old_document_ids: list[UUID]
    required: bool
    health: bool
    paper_date: PaperDateOut | None
    decision: DecisionOut | None


class SubmittedChild(Output):
    """`other_homes`: codes famille of the child's other households; `disagreement`: why an agent froze shared facts."""

    child_id: UUID
    other_homes: list[str]
    disagreement: str | None


class SubmissionRecordOut(Output):
    """A record that was handed in. `declared_at`: when the family declared it exact.

    `hidden_items`, `hidden_undecided`: how many items of a fiche sanitaire this agent may not see, and how many of them
    nobody has decided; `items` is empty then. `child`: of a child's record, its other homes and whether they disagree;
    null for one that was just declared.
    """

    child: SubmittedChild | None
    key: str
    kind: RecordKind
    name: str
    declared_at: datetime | None
    items: list[ItemOut]
    hidden_items: int
    hidden_undecided: int


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
