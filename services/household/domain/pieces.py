"""Pieces: what the town's catalogue asks for, and the files that documents says were handed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

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
class PaperDate:
    """The date of the paper in a slot.

    Attributes:
        asks: `issued`, the date of the document, or `expires`, the last day on which it counts.
        day: None when it was not asked or not given.
        expires_on: the last day on which it counts; None: for good, or unknown.
        problem: code of what keeps its files from being handed in; None when nothing does.
        months: how old the paper may be, where that is bounded.
    """

    asks: str
    day: date | None = None
    expires_on: date | None = None
    problem: str | None = None
    months: int | None = None


@dataclass(frozen=True)
class Slot:
    """What lies under one piece of one record, by documents' signature. `record` is a record key, unparsed."""

    record: str
    piece: str
    required: bool
    documents: tuple[Document, ...]
    date: PaperDate | None = None


@dataclass(frozen=True)
class PieceRule:
    """A piece of the catalogue, for every record of its kind.

    Attributes:
        label: plain French.
        health: it tells of somebody's health: staff need a permission of its own to open it or to decide on it.
        each_adult: it is asked of each adult of the household.
        instead_of: code of the piece that this one, with others, stands in for.
        instead: other pieces that do in its place: all of one group.
        proves: the field of the record that it proves: a new value asks for a new paper.
    """

    kind: RecordKind
    code: str
    label: str
    required: bool
    health: bool = False
    each_adult: bool = False
    instead_of: str | None = None
    proves: str | None = None
    instead: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Household's copy of the catalogue, loaded with the commune's data, in the order of the screen.

    Documents owns the catalogue, and its manifest rules what is handed in. The copy is there for the light: a record on
    which nobody has put a file yet must already be red.
    """

    rules: tuple[PieceRule, ...]

    @classmethod
    def loaded(cls, rules: Sequence[PieceRule]) -> Self:
        """As the commune's data lists them: each learns what stands in for it."""
        return cls(tuple(replace(rule, instead=_standing_in(rule, rules)) for rule in rules))

    def for_adults(self, adults: Mapping[UUID, str]) -> "Catalogue":
        """As one household is asked: a piece of each adult is a piece `<code>-<uuid>` for each of several.

        What was handed in while there was one adult alone is that adult's: it still counts for whoever was there first,
        and for nobody who joined since.

        Args:
            adults: names by id, empty where there is none yet; in the order in which they came.
        """
        found: list[PieceRule] = []
        for rule in self.rules:
            found += _of_each(rule, adults) if rule.each_adult else [rule]
        return Catalogue(tuple(found))

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
        of_each = [code for code, rule in rules.items() if rule.each_adult]
        for slot in slots:
            known = rules.get(slot.piece)
            if known is None and any(slot.piece.startswith(f"{code}-") for code in of_each):
                continue  # of an adult who left
            known = known or PieceRule(kind, slot.piece, slot.piece, slot.required)
            rules[slot.piece] = replace(known, required=known.required or (slot.required and not known.each_adult))
        return tuple(rules.values())


def _standing_in(rule: PieceRule, rules: Sequence[PieceRule]) -> tuple[tuple[str, ...], ...]:
    group = tuple(other.code for other in rules if other.kind is rule.kind and other.instead_of == rule.code)
    return (group,) if group else ()


def _of_each(rule: PieceRule, adults: Mapping[UUID, str]) -> list[PieceRule]:
    several = len(adults) > 1
    own = [
        replace(
            rule,
            code=f"{rule.code}-{adult}",
            label=f"{rule.label} : {name}" if name else rule.label,
            required=rule.required and several,
            instead=((rule.code,),) if place == 0 else (),
        )
        for place, (adult, name) in enumerate(adults.items())
    ]
    if several:
        return [replace(rule, required=False), *own]
    return [replace(rule, instead=tuple((one.code,) for one in own)), *own]
