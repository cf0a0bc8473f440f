"""Events of schooling, version 1."""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from libs.contracts.event import Event

Kind = Literal["sector", "derogation", "outside"]
Level = Literal["TPS", "PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2"]


class CertificateIssued(Event):
    """The town certified a child's inscription; a child has one certificate, whatever its homes.

    `family_ids`: the child's homes that day, all of which may read it. `replaces`: the number of the one before.
    `check`: what people type beside the number; `signature`: Ed25519 over the statement, in base64url, by `key_id`.
    """

    type: ClassVar[str] = "schooling.certificate.issued.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "number"

    number: str
    child_id: UUID
    family_ids: list[UUID]
    school_year: int
    commune: str
    uai: str
    school: str
    level: str
    last_name: str
    first_name: str
    birth_date: date
    newcomer: bool
    meets_head: bool
    issued_on: date
    provisional: bool = False
    check: str
    key_id: str
    signature: str
    replaces: str | None
    issued_at: datetime


class CertificateRevoked(Event):
    """The certificate holds no more; the reason stays with the town.

    `child_first_name` is empty in facts older than that member.
    """

    type: ClassVar[str] = "schooling.certificate.revoked.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "number"

    number: str
    child_id: UUID
    child_first_name: str = ""
    family_ids: list[UUID]
    school_year: int
    revoked_at: datetime


class AppointmentEvent(Event):
    """An appointment of one home with the head of school, as it is now: the child's other home hears nothing of it.

    `starts_at` is UTC; `sequence` rises with every change that a calendar must know of (RFC 5545).
    `child_first_name` is empty in facts older than that member.
    """

    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "appointment_id"

    appointment_id: UUID
    family_id: UUID
    child_id: UUID
    child_first_name: str = ""
    school_year: int
    uai: str
    school: str
    school_address: str
    school_telephone: str
    place: str
    starts_at: datetime
    minutes: int
    sequence: int
    at: datetime


class AppointmentBooked(AppointmentEvent):
    """A family took a slot."""

    type: ClassVar[str] = "schooling.appointment.booked.v1"


class AppointmentMoved(AppointmentEvent):
    """A family took another slot instead; this is the new one."""

    type: ClassVar[str] = "schooling.appointment.moved.v1"


class AppointmentCancelled(AppointmentEvent):
    """It will not take place. The school's word to the family is read in the family's space alone."""

    type: ClassVar[str] = "schooling.appointment.cancelled.v1"

    by: Literal["family", "town"]


class AppointmentApproaching(AppointmentEvent):
    """It is tomorrow."""

    type: ClassVar[str] = "schooling.appointment.approaching.v1"


class School(BaseModel):
    """`uai`: the national identifier."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    uai: str
    name: str


class Silence(BaseModel):
    """What the town's silence means from a day on, by a legal basis (R112-11-1 CRPA)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    means: Literal["accepted", "refused"]
    on: date
    legal_basis: str


class Refusal(BaseModel):
    """Why, in fact (`reason`, and the agent's own words) and in law (L211-5 CRPA)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reason: str
    legal_basis: str
    comment: str | None


class PreRegistrationSubmitted(Event):
    """A family asked for a school for one child and school year; the files named here are pinned from now on.

    `kind`: `sector`, the sector school or the one that the town determines (`sector_school` null); `derogation`,
    another school; `outside`, a school for a child of another commune. `school_year` 2026 is 2026/2027.
    """

    type: ClassVar[str] = "schooling.pre_registration.submitted.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"documents", "notifications"})
    subject_field: ClassVar[str] = "pre_registration_id"

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    child_first_name: str
    school_year: int
    kind: Kind
    number: str
    level: Level
    sector_school: School | None
    document_ids: list[UUID]
    silence: Silence
    submitted_at: datetime


class DocumentsAdded(Event):
    """Files followed an open request, such as a certificat de radiation: they are pinned from now on."""

    type: ClassVar[str] = "schooling.pre_registration.documents_added.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"documents"})
    subject_field: ClassVar[str] = "pre_registration_id"

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    child_first_name: str
    school_year: int
    number: str
    document_ids: list[UUID]
    added_at: datetime


class PreRegistrationWithdrawn(Event):
    """The family took its request back before an agent opened it: the files named here are its own again."""

    type: ClassVar[str] = "schooling.pre_registration.withdrawn.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"documents", "notifications"})
    subject_field: ClassVar[str] = "pre_registration_id"

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    child_first_name: str
    school_year: int
    number: str
    document_ids: list[UUID]
    withdrawn_at: datetime


class PreRegistrationDecided(Event):
    """The decision is final. `school` and `level`: where the child is enrolled; both null when it was refused.

    `appointment`: the family meets the head of school next.
    """

    type: ClassVar[str] = "schooling.pre_registration.decided.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "pre_registration_id"

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    child_first_name: str
    school_year: int
    kind: Kind
    number: str
    school: School | None
    level: Level | None
    appointment: bool
    refusal: Refusal | None
    decided_at: datetime


class DerogationSubmitted(Event):
    """The request asks for another school; `commission_on`: the session that will look at it, null: not fixed yet."""

    type: ClassVar[str] = "schooling.derogation.submitted.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "pre_registration_id"

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    child_first_name: str
    school_year: int
    number: str
    wanted_school: School
    commission_on: date | None
    silence: Silence
    submitted_at: datetime


class DerogationDecided(Event):
    """The maire's decision on the other school is final, beside that on the request.

    `accepted`: the child is enrolled in the wanted school. `school`: where it is enrolled in the end; the sector's
    stands when the wanted one is refused; null: in none.
    """

    type: ClassVar[str] = "schooling.derogation.decided.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "pre_registration_id"

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    child_first_name: str
    school_year: int
    number: str
    accepted: bool
    wanted_school: School
    school: School | None
    level: Level | None
    appointment: bool
    refusal: Refusal | None
    decided_at: datetime


class ReassignmentProposed(Event):
    """Régulation: the school is full, the town proposes this one, where a place is held until `until`."""

    type: ClassVar[str] = "schooling.reassignment.proposed.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "pre_registration_id"

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    child_first_name: str
    school_year: int
    number: str
    school: School
    level: Level
    comment: str | None
    proposed_at: datetime
    until: datetime


class ReassignmentExpiring(Event):
    """The family has not answered a proposal yet, and `until` comes near: told once for each proposal."""

    type: ClassVar[str] = "schooling.reassignment.expiring.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "pre_registration_id"

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    child_first_name: str
    school_year: int
    number: str
    school: School
    level: Level
    proposed_at: datetime
    until: datetime


class ReassignmentClosed(Event):
    """The family answered a proposal, its time went by, or the town took it back."""

    type: ClassVar[str] = "schooling.reassignment.closed.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "pre_registration_id"

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    child_first_name: str
    school_year: int
    number: str
    school: School
    outcome: Literal["accepted", "refused", "lapsed", "taken-back"]
    closed_at: datetime


class EnrolmentChanged(Event):
    """Where a child goes to school in a school year, whole.

    `inscrit`: by the maire's decision; `admis`: by the head of school; `radie`: the child left, for `reason`.
    `family_id`, `pre_registration_id`: of the home that asked and its request; null for what the town brought itself.
    `provisional`: until a disagreement between the child's homes is settled.
    """

    type: ClassVar[str] = "schooling.enrolment.changed.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "child_id"

    child_id: UUID
    child_first_name: str
    family_id: UUID | None
    pre_registration_id: UUID | None
    school_year: int
    school: School
    level: Level
    status: Literal["inscrit", "admis", "radie"]
    reason: str | None
    since: datetime
    provisional: bool = False
