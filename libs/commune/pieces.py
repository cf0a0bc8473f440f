"""The catalogue of pieces of a commune: `pieces.yaml`."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from libs.commune.attestations import ATTESTATIONS_FOLDER, known_codes
from libs.commune.source import Code, CommuneError, Data, Text, read_yaml, refuse_twice

PIECES_FILE = "pieces.yaml"


class PieceData(Data):
    """One kind of paper.

    Attributes:
        hint: what else is accepted, or what to look at; shown under the label.
        legal_basis: the text that lets the town ask for it.
        max_files: how many files the slot takes: hosted families hand in three papers for one piece, and a page
            photographed is a file.
        attestations: sworn statements that may stand in for it: `attestations/<code>.yaml`.
    """

    code: Code
    label: Text
    required: bool
    hint: Text | None = None
    legal_basis: Text
    max_files: int = Field(ge=1, le=20)
    attestations: list[Code] = Field(default_factory=list, max_length=5)

    @model_validator(mode="after")
    def _attestations_are_unique(self) -> Self:
        refuse_twice("attestation", self.attestations)
        return self


class DossierData(Data):
    """The pieces of one kind of record or request, in the order of the screen."""

    code: Literal["family", "adult", "child", "derogation"]
    label: Text
    pieces: list[PieceData]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        refuse_twice("piece", (piece.code for piece in self.pieces))
        return self


class PiecesData(Data):
    """The whole file."""

    dossiers: list[DossierData]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        refuse_twice("dossier", (dossier.code for dossier in self.dossiers))
        return self


def read_pieces(commune_dir: Path) -> PiecesData:
    """Raises CommuneError."""
    read = read_yaml(commune_dir / PIECES_FILE, PiecesData)
    offered = {code for dossier in read.dossiers for piece in dossier.pieces for code in piece.attestations}
    if unknown := sorted(offered - known_codes(commune_dir)):
        raise CommuneError([f"{PIECES_FILE}: {ATTESTATIONS_FOLDER}/{code}.yaml is missing" for code in unknown])
    return read
