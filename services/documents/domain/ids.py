"""The ids of files, and the key of the record that a file belongs to."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, Self
from uuid import UUID

DocumentId = NewType("DocumentId", UUID)
SubmissionId = NewType("SubmissionId", UUID)
MessageId = NewType("MessageId", UUID)
HolderId = SubmissionId | MessageId
"""What keeps a file as it is: the submission that it was handed in with, or the message that it is attached to."""

REQUEST = "derogation"
MESSAGE = "message"
"""The kind of record that a message's attachments lie in."""
_RECORD_KEY = re.compile(r"(family|adult|child|derogation|message)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class OwnerKind(StrEnum):
    """A registration owns what it uploads until its family is registered, an agent until the message is posted."""

    REGISTRATION = "registration"
    FAMILY = "family"
    STAFF = "staff"


@dataclass(frozen=True)
class Owner:
    """Whose file it is."""

    kind: OwnerKind
    id: UUID

    @property
    def family_id(self) -> UUID | None:
        """None while it is a registration."""
        return self.id if self.kind is OwnerKind.FAMILY else None

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class RecordKey:
    """`family-<uuid>`, `adult-<uuid>` or `child-<uuid>`: the record that a paper proves.

    Or `derogation-<uuid>`: a request for a school, whose id is schooling's and comes with whoever fills its dossiers:
    a newcomer's and that of a dérogation, after which the key is named.
    Or `message-<uuid>`: a message, whose id is notifications' and comes with whoever writes it.
    """

    kind: str
    id: UUID

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The key, or None when the text is none."""
        found = _RECORD_KEY.fullmatch(text)
        return cls(found[1], UUID(found[2])) if found else None

    @property
    def is_request(self) -> bool:
        """A request of a family; everything else is a record."""
        return self.kind == REQUEST

    def __str__(self) -> str:
        return f"{self.kind}-{self.id}"


@dataclass(frozen=True)
class Slot:
    """One place of a dossier: the record, and the code of the piece that it asks for."""

    record: RecordKey
    piece: str
