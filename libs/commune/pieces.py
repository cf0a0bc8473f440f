"""The catalogue of pieces of a commune: `pieces.yaml`."""

from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

PIECES_FILE = "pieces.yaml"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class PieceData(BaseModel):
    """One kind of paper.

    Attributes:
        hint: what else is accepted, or what to look at; shown under the label.
        legal_basis: the text that lets the town ask for it.
        max_files: how many files the slot takes: hosted families hand in three papers for one piece.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    label: Text
    required: bool
    hint: Text | None = None
    legal_basis: Text
    max_files: int = Field(ge=1, le=20)


class DossierData(BaseModel):
    """The pieces of one kind of record or request, in the order of the screen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Literal["family", "adult", "child", "derogation"]
    label: Text
    pieces: list[PieceData]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        _unique("piece", [piece.code for piece in self.pieces])
        return self


class PiecesData(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dossiers: list[DossierData]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        _unique("dossier", [dossier.code for dossier in self.dossiers])
        return self


def read_pieces(commune_dir: Path) -> PiecesData:
    """Raises FileNotFoundError, yaml.YAMLError, pydantic.ValidationError (each names the place)."""
    with (commune_dir / PIECES_FILE).open(encoding="utf-8") as file:
        return PiecesData.model_validate(yaml.safe_load(file))


def _unique(what: str, codes: list[str]) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"{what} listed twice: {', '.join(twice)}")
