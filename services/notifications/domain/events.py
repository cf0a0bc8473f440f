"""The facts of threads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from libs.domain.aggregate import DomainEvent
from services.notifications.domain.message import Author, MessageId, ThreadId


@dataclass(frozen=True)
class MessagePosted(DomainEvent):
    """A message stands in its thread, with these files."""

    message_id: MessageId
    thread_id: ThreadId
    family_id: UUID
    author: Author
    document_ids: tuple[UUID, ...]
    posted_at: datetime


@dataclass(frozen=True)
class ThreadPurged(DomainEvent):
    """A thread is no more, nor the messages that carried these files."""

    thread_id: ThreadId
    family_id: UUID
    document_ids: tuple[UUID, ...]
