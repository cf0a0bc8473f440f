"""What happened in household, in the past tense."""

from dataclasses import dataclass
from datetime import date, datetime

from libs.domain.aggregate import DomainEvent
from services.household.domain.checking import Composite
from services.household.domain.ids import (
    AdultId,
    ChildId,
    DocumentId,
    FamilyId,
    ItemKey,
    RecordKey,
    RegistrationId,
    SubmissionId,
)


@dataclass(frozen=True)
class RegistrationAbandoned(DomainEvent):
    registration_id: RegistrationId


@dataclass(frozen=True)
class FamilyRegistered(DomainEvent):
    """`at_counter`: an agent wrote it, and no account waits for it."""

    family_id: FamilyId
    family_code: str
    registration_id: RegistrationId
    adult_ids: tuple[AdultId, ...]
    child_ids: tuple[ChildId, ...]
    registered_at: datetime
    at_counter: bool = False


@dataclass(frozen=True)
class FamilyImported(DomainEvent):
    """`email`: where the town writes to it, if it knows; household does not keep it."""

    family_id: FamilyId
    family_code: str
    email: str | None
    imported_at: datetime


@dataclass(frozen=True)
class FamilyErased(DomainEvent):
    """`child_ids`: those who leave with the family; one who has another home stays."""

    family_id: FamilyId
    registration_id: RegistrationId | None
    child_ids: tuple[ChildId, ...]
    erased_at: datetime


@dataclass(frozen=True)
class RecordRemoved(DomainEvent):
    """A member left the household, or was never one: what was joined to their record and not handed in goes."""

    family_id: FamilyId
    record: RecordKey


@dataclass(frozen=True)
class FamilyChanged(DomainEvent):
    """The whole family, as others project it."""

    family_id: FamilyId
    family_code: str
    address: Composite | None
    complete: bool


@dataclass(frozen=True)
class ChildChanged(DomainEvent):
    """The whole child, as others project it."""

    child_id: ChildId
    family_ids: tuple[FamilyId, ...]
    last_name: str
    first_name: str
    sex: str
    birth_date: date
    validated: bool
    disagreement: bool


@dataclass(frozen=True)
class ChildUnlinked(DomainEvent):
    """An agent took the child out of one of its homes; it stays in the others."""

    child_id: ChildId
    first_name: str
    family_id: FamilyId
    staying: tuple[FamilyId, ...]
    unlinked_at: datetime


@dataclass(frozen=True)
class SubmissionMade(DomainEvent):
    submission_id: SubmissionId
    family_id: FamilyId
    document_ids: tuple[DocumentId, ...]
    made_at: datetime


@dataclass(frozen=True)
class SubmissionWithdrawn(DomainEvent):
    """The family took it back before any agent opened it."""

    submission_id: SubmissionId
    family_id: FamilyId
    document_ids: tuple[DocumentId, ...]
    withdrawn_at: datetime


@dataclass(frozen=True)
class ItemRefused:
    """A refused item as the family will read it.

    Attributes:
        piece_label: the piece's name in plain French; None for a field.
        record_name: whose record it is; empty for the family's.
        documents: the files of a piece.
    """

    key: ItemKey
    piece_label: str | None
    record_name: str
    reason: str
    comment: str | None
    documents: tuple[DocumentId, ...] = ()


@dataclass(frozen=True)
class SubmissionConcluded(DomainEvent):
    submission_id: SubmissionId
    family_id: FamilyId
    accepted: int
    refused: tuple[ItemRefused, ...]
    concluded_at: datetime
