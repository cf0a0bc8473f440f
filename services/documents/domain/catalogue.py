"""The catalogue: which papers each kind of record needs. It is the commune's data."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.documents.domain.errors import TooManyFiles, UnknownPiece
from services.documents.domain.ids import MESSAGE, REQUEST, RecordKey, Slot
from services.documents.domain.paper_date import DateRule

_DOSSIERS_OF_A_REQUEST = ("newcomer", "derogation")
_ADULT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Alternative:
    """Several papers in place of one: what the family says when it brings them."""

    label: str
    hint: str | None = None


@dataclass(frozen=True)
class Piece:
    """One kind of paper.

    Attributes:
        hint: what to hand in instead, or how; plain French.
        legal_basis: the text that lets the town ask for it.
        max_files: how many files its slot takes.
        attestations: the codes of the sworn statements that may stand in for it.
        date: which date of the paper is asked; none without.
        each_adult: each adult of the household has a slot of their own, `<code>-<uuid of the adult>`.
        instead_of: the code of the piece that this one, together with others, stands in for.
        alternative: how those others are called where they stand in for this one.
        reuses: the pieces of which files in other slots may serve here; its own code when it is about the family.
        health: it tells of somebody's health: staff open it with a permission of its own, and no mail names it.
        joined: its pictures become one PDF when they are handed in.
    """

    code: str
    label: str
    required: bool
    hint: str | None
    legal_basis: str | None
    max_files: int
    attestations: tuple[str, ...] = ()
    date: DateRule | None = None
    each_adult: bool = False
    instead_of: str | None = None
    alternative: Alternative | None = None
    reuses: tuple[str, ...] = ()
    health: bool = False
    joined: bool = True

    def takes(self, code: str) -> bool:
        """Whether a slot of that code is one of this piece's."""
        if code == self.code:
            return True
        adult = code.removeprefix(f"{self.code}-")
        return self.each_adult and adult != code and _ADULT.fullmatch(adult) is not None

    def serves(self, other: "Piece") -> bool:
        """Whether a file of this piece may serve as the other one."""
        return self.code in other.reuses

    def room_for_one_more(self, held: int) -> None:
        """Raises TooManyFiles."""
        if held >= self.max_files:
            raise TooManyFiles(max_files=self.max_files)


ATTACHMENT = Piece("attachment", "Pièce jointe", False, None, None, max_files=10, joined=False)
"""What a message carries: no paper of the commune's catalogue. It stays as it was sent, each picture by itself."""


@dataclass(frozen=True)
class Dossier:
    """The pieces of one kind of record, in the order of the screen."""

    code: str
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Catalogue:
    dossiers: tuple[Dossier, ...]

    def piece_for(self, slot: Slot) -> Piece:
        """Raises UnknownPiece: the dossier of that kind of record has no such piece."""
        for piece in self.pieces_of(slot.record.kind):
            if piece.takes(slot.piece):
                return piece
        raise UnknownPiece

    def tells_of_health(self, slot: Slot) -> bool:
        """Whether what lies there is guarded; a piece that the commune withdrew is, since nobody can tell any more."""
        try:
            return self.piece_for(slot).health
        except UnknownPiece:
            return True

    def slots_of(self, record: RecordKey, filled: Iterable[Slot]) -> Iterator[tuple[Slot, Piece]]:
        """Every slot of a record: one a piece, and those of single adults that hold something.

        Args:
            filled: the slots that hold files.
        """
        held = sorted({slot.piece for slot in filled if slot.record == record})
        for piece in self.pieces_of(record.kind):
            yield Slot(record, piece.code), piece
            for code in held:
                if code != piece.code and piece.takes(code):
                    yield Slot(record, code), piece

    def pieces_of(self, kind: str) -> tuple[Piece, ...]:
        """The pieces of a kind of record; none when the commune asks for none."""
        if kind == MESSAGE:
            return (ATTACHMENT,)
        dossiers = _DOSSIERS_OF_A_REQUEST if kind == REQUEST else (kind,)
        return tuple(piece for dossier in self.dossiers if dossier.code in dossiers for piece in dossier.pieces)
