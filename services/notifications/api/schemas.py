"""What the messages API answers with."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class MessageSummary(BaseModel):
    """One line of the list of messages. `posted_at` is UTC."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    subject: str
    posted_at: datetime
    read: bool


class MessageOut(MessageSummary):
    """A message, whole. `body` is plain text: paragraphs separated by an empty line, never markup."""

    body: str


class UnreadCount(BaseModel):
    """How many messages of the family nobody has opened yet."""

    model_config = ConfigDict(frozen=True)

    unread: int
