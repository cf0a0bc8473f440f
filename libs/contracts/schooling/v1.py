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
    check: str
    key_id: str
    signature: str
    replaces: str | None
    issued_at: datetime


class CertificateRevoked(Event):
    """The certificate holds no more; the reason stays with the town."""

    type: ClassVar[str] = "schooling.certificate.revoked.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "number"

    number: str
    child_id: UUID
    family_ids: list[UUID]
    school_year: int
    revoked_at: datetime


class AppointmentEvent(Event):
    """An appointment of one home with the head of school, as it is now: the child's other home hears nothing of it.

    `starts_at` is UTC; `sequence` rises with every change that a calendar must know of (RFC 5545).
    """

    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "appointment_id"

    appointment_id: UUID
    family_id: UUID
    child_id: UUID
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


class PreRegistrationSubmitted(Event):
    """A family asked for a school for one child and school year; the files named here are pinned from now on.

    `kind`: `sector`, the sector school or the one that the town determines (`sector_school` null); `derogation`,
    another school; `outside`, a school for a child of another commune. `school_year` 2026 is 2026/2027.
    """

    type: ClassVar[str] = "schooling.pre_registration.submitted.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"documents"})
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


class PreRegistrationWithdrawn(Event):
    """The family took its request back before an agent opened it: the files named here are its own again."""

    type: ClassVar[str] = "schooling.pre_registration.withdrawn.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"documents"})
    subject_field: ClassVar[str] = "pre_registration_id"

    pre_registration_id: UUID
    family_id: UUID
    child_id: UUID
    child_first_name: str
    school_year: int
    number: str
    document_ids: list[UUID]
    withdrawn_at: datetime
