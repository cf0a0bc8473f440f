"""The catalogue: which papers each kind of record needs. It is the commune's data."""

from dataclasses import dataclass

from services.documents.domain.errors import TooManyFiles, UnknownPiece
from services.documents.domain.ids import Slot


@dataclass(frozen=True)
class Piece:
    """One kind of paper.

    Attributes:
        hint: what to hand in instead, or how; plain French.
        legal_basis: the text that lets the town ask for it.
        max_files: how many files its slot takes.
        attestations: the codes of the sworn statements that may stand in for it.
    """

    code: str
    label: str
    required: bool
    hint: str | None
    legal_basis: str | None
    max_files: int
    attestations: tuple[str, ...] = ()

    def room_for_one_more(self, held: int) -> None:
        """Raises TooManyFiles."""
        if held >= self.max_files:
            raise TooManyFiles(max_files=self.max_files)


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
            if piece.code == slot.piece:
                return piece
        raise UnknownPiece

    def pieces_of(self, kind: str) -> tuple[Piece, ...]:
        """The pieces of a kind of record; none when the commune asks for none."""
        return next((dossier.pieces for dossier in self.dossiers if dossier.code == kind), ())
