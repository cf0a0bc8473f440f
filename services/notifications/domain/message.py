"""A message of a thread: the family's, the town's, or what the kiosk tells by itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from services.notifications.domain.delivery import Template

MessageId = NewType("MessageId", UUID)
ThreadId = NewType("ThreadId", UUID)

SUBJECT_MAX = 120
BODY_MAX = 5000
ANNOUNCED_DAYS = 3
"""News older than that is not worth a mail of its own: it waits in the portal."""


class MessageKind(StrEnum):
    """What the kiosk tells by itself; the commune has `messages/<kind>.{subject,text}.j2` for each."""

    RECEIVED = "submission-received"
    DECISION = "submission-concluded"
    WITHDRAWN = "submission-withdrawn"
    SCHOOL_RECEIVED = "school-received"
    SCHOOL_WITHDRAWN = "school-withdrawn"
    SCHOOL_DECIDED = "school-decided"
    DEROGATION_RECEIVED = "derogation-received"
    DEROGATION_DECIDED = "derogation-decided"
    SCHOOL_PROPOSED = "school-proposed"
    PROPOSAL_EXPIRING = "proposal-expiring"
    PROPOSAL_CLOSED = "proposal-closed"
    STRUCK_OFF = "struck-off"
    CHILD_LEFT = "child-left"
    CHILD_STAYS = "child-stays"
    CERTIFICATE_ISSUED = "certificate-issued"
    CERTIFICATE_REVOKED = "certificate-revoked"
    APPOINTMENT_BOOKED = "appointment-booked"
    APPOINTMENT_MOVED = "appointment-moved"
    APPOINTMENT_CANCELLED = "appointment-cancelled"


class AboutKind(StrEnum):
    """What such messages are about; for each the commune has `messages/<kind>.thread.j2`, the thread's subject."""

    SUBMISSION = "submission"
    PRE_REGISTRATION = "pre-registration"
    HOME = "home"
    ADMISSION = "admission"


@dataclass(frozen=True)
class About:
    """One thing that messages are about, and since when it is (UTC): it has one thread."""

    kind: AboutKind
    id: UUID
    at: datetime


class Author(StrEnum):
    """Who wrote. The kiosk writes in the name of the thread's desk."""

    FAMILY = "family"
    TOWN = "town"
    KIOSK = "kiosk"


@dataclass(frozen=True)
class Message:
    """One message; it never changes. What is noted of it later, its first reading, is noted beside it.

    Attributes:
        author_id: account or staff id; None of the kiosk.
        signature: a name to show beside the author, as it was when this was written.
        subject: of what the kiosk tells; None for what people write.
        body: plain text.
        document_ids: the attached files, in order.
        kind, purpose: of what the kiosk tells; the same purpose never makes two messages.
        notice: the mail that announces it; None: it is not announced.
    """

    id: MessageId
    author: Author
    body: str
    posted_at: datetime
    author_id: UUID | None = None
    signature: str | None = None
    subject: str | None = None
    document_ids: tuple[UUID, ...] = ()
    kind: MessageKind | None = None
    purpose: str | None = None
    notice: Template | None = None
