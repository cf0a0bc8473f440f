"""Events of schooling, version 1."""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from libs.contracts.event import Event


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
