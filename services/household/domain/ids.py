"""The names of things: ids, record keys and item keys."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, Self
from uuid import UUID

RegistrationId = NewType("RegistrationId", UUID)
FamilyId = NewType("FamilyId", UUID)
AdultId = NewType("AdultId", UUID)
ChildId = NewType("ChildId", UUID)
SubmissionId = NewType("SubmissionId", UUID)
DocumentId = NewType("DocumentId", UUID)
StreetId = NewType("StreetId", UUID)
AgentId = NewType("AgentId", UUID)

_RECORD_KEY = re.compile(r"(family|adult|child|health)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_PIECE = "piece."


class RecordKind(StrEnum):
    """What a record tells of; a family has one of its own, one for each adult, and two for each child.

    Attributes:
        CHILD: who the child is (fiche de renseignements).
        HEALTH: the same child's fiche sanitaire.
    """

    FAMILY = "family"
    ADULT = "adult"
    CHILD = "child"
    HEALTH = "health"


@dataclass(frozen=True)
class RecordKey:
    """`family-<uuid>`, `adult-<uuid>`, `child-<uuid>`: the same text names a record here and its slots in documents.

    A fiche sanitaire is `health-<uuid>` with the child's id, and has no slots.
    """

    kind: RecordKind
    id: UUID

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The key, or None when the text is none."""
        found = _RECORD_KEY.fullmatch(text)
        return cls(RecordKind(found[1]), UUID(found[2])) if found else None

    @property
    def person(self) -> Self:
        """The record that says who it is about: a fiche sanitaire bears no name of its own."""
        return type(self)(RecordKind.CHILD, self.id) if self.kind is RecordKind.HEALTH else self

    def __str__(self) -> str:
        return f"{self.kind}-{self.id}"


@dataclass(frozen=True)
class ItemKey:
    """One thing that the town decides: `<record key>.<field>` or `<record key>.piece.<code>`.

    Attributes:
        name: the field, or `piece.<code>`: the item's name within its record.
    """

    record: RecordKey
    name: str

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The key, or None when the text is none."""
        before, _, name = text.partition(".")
        record = RecordKey.parse(before)
        return cls(record, name) if record and name else None

    @property
    def piece(self) -> str | None:
        return self.name.removeprefix(_PIECE) if self.name.startswith(_PIECE) else None

    @property
    def field(self) -> str | None:
        return None if self.name.startswith(_PIECE) else self.name

    def __str__(self) -> str:
        return f"{self.record}.{self.name}"


def piece_item(code: str) -> str:
    """A piece's name among the items of its record."""
    return f"{_PIECE}{code}"
