"""Certificates and appointments over HTTP."""

from datetime import date, datetime, time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from libs.chassis.typed_text import FreeText, Typed
from services.schooling.api.schemas import Input, Level, Output

CertificateStateName = Literal["valid", "replaced", "revoked"]
AppointmentStateName = Literal["booked", "cancelled", "attended", "missed"]
Reason = Annotated[FreeText, StringConstraints(min_length=1, max_length=500)]


class CertificateOut(Output):
    """A line of a list.

    Attributes:
        school: its name on the day of issue.
        revoked_for: for agents alone.
    """

    number: str
    state: CertificateStateName
    child_id: UUID
    first_name: str
    last_name: str
    uai: str
    school: str
    level: Level
    school_year: int
    issued_on: date
    replaces: str | None
    replaced_by: str | None
    revoked_at: datetime | None
    revoked_for: str | None


class SheetOut(CertificateOut):
    """All that the paper says.

    Attributes:
        bring: what the family brings to the head of school, in the commune's order.
        check: for people to type; with the number it opens the public page.
        signature: Ed25519 over the canonical statement, base64url; `key_id`: of which key.
    """

    commune: str
    birth_date: date
    newcomer: bool
    meets_head: bool
    provisional: bool
    bring: list[str]
    check: str
    key_id: str
    signature: str


class PublicCertificateOut(Output):
    """What anybody with the paper in hand is told: no name, no day of birth, no home."""

    number: str
    state: CertificateStateName
    school: str
    level: Level
    school_year: int
    initials: str
    issued_on: date
    provisional: bool


class RevocationIn(Input):
    reason: Reason


class KeysOut(Output):
    """A JWK set (RFC 7517): the key that signs first, then the former ones."""

    keys: list[dict[str, str]]


class IssuedOut(Output):
    number: str


class SchoolMetOut(Output):
    """The school whose head the family meets."""

    uai: str
    name: str
    address: str
    telephone: str
    head: str | None


class AppointmentOut(Output):
    """The family's own.

    Attributes:
        changeable_until: the last instant at which it can be moved or cancelled here; null once it is closed.
        word: the school's, when it called the appointment off.
    """

    id: UUID
    state: AppointmentStateName
    starts_at: datetime
    minutes: int
    place: str
    changeable_until: datetime | None
    called_off: bool
    word: str | None


class MeetingOut(Output):
    """A child whose family meets the head of school: PS, CP and newcomers with a valid certificate.

    Attributes:
        appointment: this home's last one, whatever became of it.
        other_home: the child's other home has one: this home is not told when.
        can_book: none is booked and none took place.
        free: how many slots can be taken now; with 0 the family calls the school.
    """

    child_id: UUID
    first_name: str
    last_name: str
    school_year: int
    level: Level
    certificate: str
    school: SchoolMetOut
    appointment: AppointmentOut | None
    other_home: bool
    can_book: bool
    free: int


class MeetingsOut(Output):
    """`notice_hours`: how long before its hour a slot can be taken, moved or cancelled."""

    notice_hours: int
    meetings: list[MeetingOut]


class FreeSlotOut(Output):
    """`starts_at` UTC."""

    id: UUID
    starts_at: datetime
    minutes: int
    place: str


class BookingIn(Input):
    school_year: Annotated[int, Field(ge=2000, le=2100)]
    slot_id: UUID


class MoveIn(Input):
    slot_id: UUID


class AppointmentMadeOut(Output):
    appointment_id: UUID


class SlotHolderOut(Output):
    """Who comes: no address and no code of a family."""

    appointment_id: UUID
    state: AppointmentStateName
    child_id: UUID
    first_name: str
    last_name: str
    birth_date: date
    level: Level
    newcomer: bool
    certificate: str


class SchoolSlotOut(FreeSlotOut):
    """`begun`: its hour has come, so whether the family came can be said, and it is taken back no more."""

    begun: bool
    holder: SlotHolderOut | None


class AppointmentSchoolOut(Output):
    uai: str
    name: str


class SlotPlanIn(Input):
    """Slots on some weekdays (0 is Monday) from `first` to `last`, at these hours of Paris."""

    first: date
    last: date
    weekdays: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=7)]
    times: Annotated[list[time], Field(max_length=100)]
    minutes: int
    place: Typed


class SlotsPublishedOut(Output):
    """`overlapping`: when those begin that another slot of the school stands in the way of."""

    published: int
    unchanged: int
    overlapping: list[datetime]
    past: int


class SlotCancellationIn(Input):
    """`word`: to the family whose appointment it was, which reads it in its own space."""

    word: Annotated[FreeText, StringConstraints(max_length=500)] = ""


class AttendanceIn(Input):
    attended: bool
