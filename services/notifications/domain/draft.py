"""A draft: what somebody began to write, kept until it is sent or thrown away."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.domain.message import MessageId, ThreadId


@dataclass(frozen=True)
class Writer:
    """Whose draft it is: a family's, which all of its accounts share, or one agent's.

    `str` of it is how documents names the owner of the files that are attached meanwhile.
    """

    kind: str
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class DraftPlace:
    """Where it would be sent: into a thread of the family, or as a new one."""

    writer: Writer
    family_id: UUID
    thread_id: ThreadId | None


@dataclass(frozen=True)
class Draft:
    """What was typed, unchecked. `id` becomes the message's, so that its files are attached already."""

    id: MessageId
    place: DraftPlace
    desk: str
    subject: str
    body: str
