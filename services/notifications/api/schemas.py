"""What the API of messages says and reads."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from libs.chassis.typed_text import Manifest
from services.notifications.api.typed_text import Body, Desk, Subject, Unchecked

State = Literal["told", "to_answer", "answered", "closed"]
"""Who is to write next: nobody since the kiosk alone told something, the town, the family; nobody any more."""


class _Out(BaseModel):
    model_config = ConfigDict(frozen=True)


class _In(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DeskOut(_Out):
    """A desk of the town: to whom a family writes. `hint`: what it is asked about."""

    code: str
    name: str
    hint: str | None


class MessageOut(_Out):
    """One message.

    Attributes:
        author: the kiosk writes by itself, in the name of the desk.
        signature: a name to show beside the author, if there is one.
        subject: of what the kiosk tells alone.
        body: plain text: paragraphs separated by an empty line, never markup.
        document_ids: the attached files; documents knows their names.
        read_at: when the other side first opened it: the town what the family wrote, the family all the rest.
    """

    id: UUID
    author: Literal["family", "town", "kiosk"]
    signature: str | None
    subject: str | None
    body: str
    document_ids: list[UUID]
    posted_at: datetime
    read_at: datetime | None


class ThreadSummary(_Out):
    """One line of a family's list.

    Attributes:
        desk: code of the desk that it lies with.
        last_author: who wrote last, at `last_at`.
        unread: how many messages of it the family has not opened.
    """

    id: UUID
    subject: str
    desk: str
    closed: bool
    last_at: datetime
    last_author: Literal["family", "town", "kiosk"]
    unread: int


class ThreadOut(_Out):
    """A family's thread, whole; the messages as they were written, oldest first."""

    id: UUID
    subject: str
    desk: str
    closed: bool
    messages: list[MessageOut]


class UnreadCount(_Out):
    """How many messages of the town and of the kiosk nobody of the family has opened yet."""

    unread: int


class WorkThread(_Out):
    """One line of the agents' list. `waiting_since`: of the oldest message that waits for an answer, if one does."""

    id: UUID
    family_code: str | None
    subject: str
    desk: str
    state: State
    waiting_since: datetime | None
    last_at: datetime
    unread: int


class WorkList(_Out):
    """A page of it; `next` is the cursor of the page after, if there is one."""

    items: list[WorkThread]
    next: str | None


class AgentThreadOut(_Out):
    """A thread as an agent reads it.

    Attributes:
        version: what an answer, a closing or a move must name in If-Match.
        about_kind, about_id: what the kiosk's own messages here are about.
    """

    id: UUID
    version: int
    family_id: UUID
    family_code: str | None
    subject: str
    desk: str
    state: State
    about_kind: str | None
    about_id: UUID | None
    messages: list[MessageOut]


class FamilyOut(_Out):
    """A family that an agent may write to."""

    id: UUID
    code: str


class NewThread(_In):
    """A family's first message. `manifest`: documents' signed list of its files."""

    desk: Desk
    subject: Subject
    body: Body
    manifest: Manifest | None = None


class NewThreadToFamily(NewThread):
    """An agent's."""

    family_id: UUID


class NewMessage(_In):
    """One more message of a thread. `manifest`: documents' signed list of its files."""

    body: Body
    manifest: Manifest | None = None


class MoveIn(_In):
    """The desk that answers from now on."""

    desk: Desk


class DraftIn(_In):
    """What was typed, unchecked."""

    desk: Unchecked = ""
    subject: Unchecked = ""
    body: Unchecked = ""


class DraftOut(_Out):
    """What is kept. `id` becomes the message's: its files lie in the slot of the record `message-<id>`."""

    id: UUID
    desk: str
    subject: str
    body: str
