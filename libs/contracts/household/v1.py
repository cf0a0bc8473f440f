"""Events of household, version 1."""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from libs.contracts.event import Event


class FamilyRegistered(Event):
    """A draft was handed in: the family exists and has its code famille.

    `origin`: `online`, a registration with a pending account of the same id; `counter`, written by an agent for a
    family that has no account yet.
    """

    type: ClassVar[str] = "household.family.registered.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"identity", "documents"})
    subject_field: ClassVar[str] = "family_id"

    family_id: UUID
    family_code: str
    registration_id: UUID
    adult_ids: list[UUID]
    child_ids: list[UUID]
    registered_at: datetime
    origin: Literal["online", "counter"] = "online"


class FamilyImported(Event):
    """A family that the town knew before the kiosk; it keeps its code, and opens its account with a claim code.

    `email`: where the town writes to it, if it knows.
    """

    type: ClassVar[str] = "household.family.imported.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"identity"})
    subject_field: ClassVar[str] = "family_id"

    family_id: UUID
    family_code: str
    email: str | None
    imported_at: datetime


class FamilyErased(Event):
    """The family is no more: whoever holds a part of it deletes that part.

    `child_ids`: the children who leave with it; one who has another home stays. `registration_id`: where it came from.
    """

    type: ClassVar[str] = "household.family.erased.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"identity", "documents", "notifications", "schooling"})
    subject_field: ClassVar[str] = "family_id"

    family_id: UUID
    registration_id: UUID | None
    child_ids: list[UUID]
    erased_at: datetime


class RecordRemoved(Event):
    """A member is of the household no more: whoever holds what was never handed in of that record drops it.

    `record`: its key, `adult-<uuid>` or `child-<uuid>`.
    """

    type: ClassVar[str] = "household.record.removed.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"documents"})
    subject_field: ClassVar[str] = "family_id"

    family_id: UUID
    record: str


class FamilyAddress(BaseModel):
    """Where a household lives. In the commune `street_id` is of the street register, or `autre`; elsewhere null.

    `street_number` is digits, `0` for a house without a number; `repetition` is `bis`, `ter`, `a`, ...
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    country: str
    postal_code: str | None
    city: str | None
    street_number: str | None
    repetition: str | None = None
    street_id: str | None = None
    street_name: str | None = None
    complement: str | None = None


class FamilyChanged(Event):
    """A family, whole.

    `address`: the household's, as the town accepted it; null before that. `complete`: the town accepted all that it
    asks for, nothing waits and nothing is unsent: every record's light is green.
    """

    type: ClassVar[str] = "household.family.changed.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"schooling", "notifications"})
    subject_field: ClassVar[str] = "family_id"
    whole_state: ClassVar[bool] = True

    family_id: UUID
    family_code: str
    address: FamilyAddress | None
    complete: bool


class ChildChanged(Event):
    """A child, whole. `validated` tells whether the town accepted every item of the child's record.

    `disagreement`: its homes contradict each other, and an agent said so; why stays with household.
    """

    type: ClassVar[str] = "household.child.changed.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"schooling"})
    subject_field: ClassVar[str] = "child_id"
    whole_state: ClassVar[bool] = True

    child_id: UUID
    family_ids: list[UUID]
    last_name: str
    first_name: str
    sex: Literal["feminin", "masculin"]
    birth_date: date
    validated: bool
    disagreement: bool = False


class ChildUnlinked(Event):
    """An agent took a child out of one of its two homes, where a code had been used by mistake for instance.

    `family_id`: the home that the child left; `staying_family_ids`: those where it stays. No home hears of
    the other.
    """

    type: ClassVar[str] = "household.child.unlinked.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "child_id"

    child_id: UUID
    first_name: str
    family_id: UUID
    staying_family_ids: list[UUID]
    unlinked_at: datetime


class RegistrationAbandoned(Event):
    """A draft was left for 48 hours: whoever holds a part of it deletes that part."""

    type: ClassVar[str] = "household.registration.abandoned.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"identity", "documents"})
    subject_field: ClassVar[str] = "registration_id"

    registration_id: UUID


class SubmissionMade(Event):
    """A family handed in what it changed; the files named here are pinned from now on."""

    type: ClassVar[str] = "household.submission.made.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"documents", "notifications"})
    subject_field: ClassVar[str] = "submission_id"

    submission_id: UUID
    family_id: UUID
    document_ids: list[UUID]
    made_at: datetime


class SubmissionWithdrawn(Event):
    """The family took a submission back before any agent opened it: its files are the family's own again."""

    type: ClassVar[str] = "household.submission.withdrawn.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"documents", "notifications"})
    subject_field: ClassVar[str] = "submission_id"

    submission_id: UUID
    family_id: UUID
    document_ids: list[UUID]
    withdrawn_at: datetime


class RefusedItem(BaseModel):
    """One refused item: its key, the reason in plain French as the parent will read it, and the agent's own words.

    `document_ids`: the files of a refused piece.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    item_key: str
    label: str
    reason: str
    comment: str | None
    document_ids: list[UUID] = []


class SubmissionConcluded(Event):
    """The town's decisions on a submission are final."""

    type: ClassVar[str] = "household.submission.concluded.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"documents", "notifications"})
    subject_field: ClassVar[str] = "submission_id"

    submission_id: UUID
    family_id: UUID
    accepted: int
    refused: list[RefusedItem]
    concluded_at: datetime
