"""The kiosk tells a family something by itself: one more message of the thread about that thing.

To tell something new: name it in `MessageKind`, and what it is about in `AboutKind` if that is new; write the commune's
`messages/<kind>.{subject,text}.j2` (and `messages/<about>.thread.j2`, the subject of the thread); name the procedure
under a desk of `messages/desks.yaml`, which then answers what the family writes back; call `tell_family` from a
use-case that a consumer calls. With a `notice` a mail without content goes out, too: `Template.NEW_MESSAGE`, or one of
its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from services.notifications.application.announce_message import announce_message
from services.notifications.application.ports import Clock, NoteWriter, Unit
from services.notifications.domain.delivery import Template
from services.notifications.domain.desk import Desks
from services.notifications.domain.message import About, Author, Message, MessageId, MessageKind, ThreadId
from services.notifications.domain.thread import Thread


@dataclass(frozen=True)
class TellFamily:
    """What is told.

    Attributes:
        words: what the commune's texts may use, beside the letterhead's words and `at`, `about`'s instant.
        notice: the mail that announces it; None: it waits in the portal.
        occasion: tells two messages of one kind about one thing apart; empty: there is only ever one.
    """

    family_id: UUID
    about: About
    kind: MessageKind
    words: Mapping[str, Any] = field(default_factory=dict)
    notice: Template | None = None
    occasion: str = ""

    @property
    def purpose(self) -> str:
        """What is told twice is the same message."""
        return f"{self.kind}:{self.about.id}{self.occasion and ':'}{self.occasion}"


@dataclass(frozen=True)
class Voice:
    """How the kiosk speaks: from which desk, in which words, and how often it writes a mail."""

    desks: Desks
    writer: NoteWriter
    clock: Clock
    mail_pause: timedelta


async def tell_family(command: TellFamily, unit: Unit, voice: Voice) -> None:
    """Inside the caller's transaction; twice is fine."""
    if await unit.threads.is_told(command.purpose):
        return
    about, words = command.about, {**command.words, "at": command.about.at}
    now = voice.clock.now()
    known = await unit.threads.about(about.kind, about.id)
    thread = known or Thread.begin(
        ThreadId(uuid4()),
        command.family_id,
        voice.desks.of(about.kind).code,
        voice.writer.thread_subject(about.kind, words),
        now,
        about,
    )
    note = voice.writer.note(command.kind, words)
    message = Message(
        MessageId(uuid4()),
        Author.KIOSK,
        note.body,
        now,
        subject=note.subject,
        kind=command.kind,
        purpose=command.purpose,
        notice=command.notice,
    )
    thread.write(message)
    await announce_message(thread, message, unit, voice.mail_pause)
    await (unit.threads.save(thread) if known else unit.threads.add(thread))
