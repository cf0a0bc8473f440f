"""Pieces: what the town's catalogue asks for, and the files that documents says were handed in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from services.household.domain.ids import DocumentId, ItemKey, RecordKind


class Scan(StrEnum):
    """What the virus scanner said of a file."""

    CLEAN = "clean"
    PENDING = "pending"
    INFECTED = "infected"


@dataclass(frozen=True)
class Document:
    """A file, immutable; `sha256` is hexadecimal, `size` in bytes."""

    id: DocumentId
    sha256: str
    size: int
    pages: int
    scan: Scan

    def scanned(self, verdict: Scan) -> "Document":
        return replace(self, scan=verdict)


@dataclass(frozen=True)
class Slot:
    """What lies under one piece of one record, by documents' signature. `record` is a record key, unparsed."""

    record: str
    piece: str
    required: bool
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class PieceRule:
    """A piece of the catalogue, for every record of its kind.

    Attributes:
        label: plain French.
        health: it tells of somebody's health: staff need a permission of its own to open it or to decide on it.
    """

    kind: RecordKind
    code: str
    label: str
    required: bool
    health: bool = False


@dataclass(frozen=True)
class Catalogue:
    """Household's copy of the catalogue, loaded with the commune's data, in the order of the screen.

    Documents owns the catalogue, and its manifest rules what is handed in. The copy is there for the light: a record on
    which nobody has put a file yet must already be red.
    """

    rules: tuple[PieceRule, ...]

    def of(self, kind: RecordKind) -> tuple[PieceRule, ...]:
        return tuple(rule for rule in self.rules if rule.kind is kind)

    def tells_of_health(self, key: ItemKey) -> bool:
        """Whether an item is a health value or a health paper."""
        if key.record.kind is RecordKind.HEALTH:
            return True
        return any(rule.health for rule in self.of(key.record.kind) if rule.code == key.piece)

    def together_with(self, kind: RecordKind, slots: Iterable[Slot]) -> tuple[PieceRule, ...]:
        """The pieces of a record of this kind: the copy's, and the manifest's when it knows more or asks for more."""
        rules = {rule.code: rule for rule in self.of(kind)}
        for slot in slots:
            known = rules.get(slot.piece) or PieceRule(kind, slot.piece, slot.piece, slot.required)
            rules[slot.piece] = replace(known, required=known.required or slot.required)
        return tuple(rules.values())
