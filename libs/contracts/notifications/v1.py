"""Events of notifications, version 1."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from libs.contracts.event import Event


class MessagePosted(Event):
    """A message stands in a thread of the family's, for good.

    `document_ids`: the attached files; whoever holds them keeps them as they are, as the family's.
    """

    type: ClassVar[str] = "notifications.message.posted.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"documents"})
    subject_field: ClassVar[str] = "thread_id"

    message_id: UUID
    thread_id: UUID
    family_id: UUID
    author: Literal["family", "town", "kiosk"]
    document_ids: list[UUID]
    posted_at: datetime


class ThreadPurged(Event):
    """A thread is no more: what was attached to its messages goes, too."""

    type: ClassVar[str] = "notifications.thread.purged.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"documents"})
    subject_field: ClassVar[str] = "thread_id"

    thread_id: UUID
    family_id: UUID
    document_ids: list[UUID]
