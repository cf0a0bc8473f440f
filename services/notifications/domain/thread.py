"""A thread: what a family and a desk of the town write to each other about one thing. It belongs to the family."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from libs.domain.aggregate import Aggregate
from libs.domain.errors import StaleVersion
from services.notifications.domain.errors import AlreadyClosed
from services.notifications.domain.events import MessagePosted, ThreadPurged
from services.notifications.domain.message import About, Author, Message, ThreadId


class ThreadState(StrEnum):
    """Who is to write next."""

    TOLD = "told"
    """The kiosk told something, nobody asked anything."""
    TO_ANSWER = "to_answer"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass
class Thread(Aggregate):
    """One thread. Its earlier messages stay where they are stored; `written` are those of this unit of work.

    Attributes:
        desk: code of the town's desk that it lies with.
        about: what the kiosk's own messages here are about; None when people began it.
        last_at: when its last message was posted.
        waiting_since: the oldest message of the family that the town did not answer yet; only while TO_ANSWER.
        noticed_at: when the last mail that announces a message here left, or will leave.
    """

    id: ThreadId
    family_id: UUID
    desk: str
    subject: str
    state: ThreadState
    opened_at: datetime
    last_at: datetime
    about: About | None = None
    waiting_since: datetime | None = None
    closed_at: datetime | None = None
    noticed_at: datetime | None = None
    written: list[Message] = field(default_factory=list)

    @classmethod
    def begin(
        cls, thread_id: ThreadId, family_id: UUID, desk: str, subject: str, at: datetime, about: About | None = None
    ) -> Self:
        """Without a message yet: whoever begins it writes one."""
        return cls(thread_id, family_id, desk, subject, ThreadState.TOLD, at, at, about)

    def write(self, message: Message) -> None:
        """Add a message. The family's waits for an answer, the town's is one; both open a closed thread again."""
        self.written.append(message)
        self.last_at = max(self.last_at, message.posted_at)
        if message.author is Author.FAMILY:
            self.waiting_since = self.waiting_since or message.posted_at
            self._become(ThreadState.TO_ANSWER)
        elif message.author is Author.TOWN:
            self._become(ThreadState.ANSWERED)
        self.record(
            MessagePosted(message.id, self.id, self.family_id, message.author, message.document_ids, message.posted_at)
        )

    def close(self, at: datetime) -> None:
        """The town is done with it. Raises AlreadyClosed."""
        if self.state is ThreadState.CLOSED:
            raise AlreadyClosed
        self._become(ThreadState.CLOSED)
        self.closed_at = at

    def move(self, desk: str) -> None:
        """Another desk answers from now on."""
        self.desk = desk

    def purge(self, document_ids: Iterable[UUID]) -> None:
        """It goes, with these files of its messages."""
        self.record(ThreadPurged(self.id, self.family_id, tuple(document_ids)))

    def read_as(self, version: int) -> None:
        """Raises StaleVersion: somebody wrote, closed or moved it since it was read."""
        if version != self.version:
            raise StaleVersion

    def notice_due(self, at: datetime, pause: timedelta) -> datetime | None:
        """When the mail leaves that announces a message posted now; None while one is on its way that will do.

        At most one in `pause`: what comes earlier waits for the rest of it.
        """
        if self.noticed_at is not None and self.noticed_at > at:
            return None
        self.noticed_at = at if self.noticed_at is None else max(at, self.noticed_at + pause)
        return self.noticed_at

    def _become(self, state: ThreadState) -> None:
        self.state = state
        self.closed_at = None
        if state is not ThreadState.TO_ANSWER:
            self.waiting_since = None
