"""The catalogue of pieces of a commune: `pieces.yaml`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from libs.commune.attestations import ATTESTATIONS_FOLDER, known_codes
from libs.commune.source import Code, CommuneError, Data, Line, Text, read_yaml, refuse_twice

PIECES_FILE = "pieces.yaml"
DOSSIERS_OF_A_REQUEST = ("newcomer", "derogation")
"""A request for a school may have both: its files lie together, so that their pieces' codes differ."""
_LONGEST_OF_EACH = 23  # such a slot is named by `<code>-<uuid of the adult>`, of at most 60 characters


class DateData(Data):
    """Which date of the paper is asked beside its files, and what follows from it.

    Attributes:
        asks: `issued`, « Date du document »; `expires`, « Valable jusqu'au ».
        required: nothing is handed in without it.
        at_creation: asked while a family is created too, online and at the counter.
        fresh_months: how old an issued paper may be on the day when it is handed in.
        counts: until when an issued paper counts; `school_year`: until the end of the one that it was written for.
        on_expiry: `remind` the family, or `ask_again`: the record turns red; where the paper expires, and only there.
        legal_basis: what lets the town ask for the date, or set the delay.
    """

    asks: Literal["issued", "expires"]
    required: bool = True
    at_creation: bool = False
    fresh_months: int | None = Field(default=None, ge=1, le=60)
    counts: Literal["always", "school_year"] = "always"
    on_expiry: Literal["remind", "ask_again"] | None = None
    legal_basis: Text

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.asks == "expires" and (self.fresh_months or self.counts != "always"):
            raise ValueError("fresh_months and counts belong to a date that asks for issued")
        if (self.on_expiry is not None) != (self.asks == "expires" or self.counts == "school_year"):
            raise ValueError("on_expiry belongs to a paper that expires, and to no other")
        return self


class PaperData(Data):
    """One kind of paper.

    Attributes:
        hint: what else is accepted, or what to look at; shown under the label.
        legal_basis: the text that lets the town ask for it.
        max_files: how many files the slot takes: a page photographed is a file.
        attestations: sworn statements that may stand in for it: `attestations/<code>.yaml`.
        date: nothing is asked without.
        proves: the field of the record that it proves: once that changes, the paper is asked again.
        reuses: pieces of which files already given elsewhere may serve here: its own code when the paper is about the
            family and no single child.
        health: it tells of somebody's health: staff open it, and decide on it, with a permission of its own.
    """

    code: Code
    label: Text
    hint: Text | None = None
    legal_basis: Text
    max_files: int = Field(ge=1, le=20)
    attestations: list[Code] = Field(default_factory=list, max_length=5)
    date: DateData | None = None
    proves: Literal["address"] | None = None
    reuses: list[Code] = Field(default_factory=list, max_length=10)
    health: bool = False

    @model_validator(mode="after")
    def _attestations_are_unique(self) -> Self:
        refuse_twice("attestation", self.attestations)
        refuse_twice("piece to reuse", self.reuses)
        return self


class AlternativeData(Data):
    """Several papers, all of them, in place of one.

    Attributes:
        label: who uses it, as they would say it: « Je suis hébergé(e) ».
    """

    label: Line
    hint: Text | None = None
    pieces: list[PaperData] = Field(min_length=1, max_length=5)


class PieceData(PaperData):
    """A paper that a dossier asks for.

    Attributes:
        each_adult: of each adult of the household: where there are two, each has a slot that bears the name.
        alternative: what may be handed in instead.
    """

    required: bool
    each_adult: bool = False
    alternative: AlternativeData | None = None

    @model_validator(mode="after")
    def _only_what_is_required_is_asked_again(self) -> Self:
        papers = [self, *(self.alternative.pieces if self.alternative else ())]
        again = [paper.code for paper in papers if paper.date and paper.date.on_expiry == "ask_again"]
        if again and not (self.required and again == [self.code]):
            raise ValueError("ask_again belongs to a required piece: nobody could get rid of the question otherwise")
        return self

    @model_validator(mode="after")
    def _room_for_the_adults_id(self) -> Self:
        if self.each_adult and len(self.code) > _LONGEST_OF_EACH:
            raise ValueError(f"the code of a piece of each adult has {_LONGEST_OF_EACH} characters at most")
        return self


class DossierData(Data):
    """The pieces of one kind of record or request, in the order of the screen."""

    code: Literal["family", "adult", "child", "newcomer", "derogation"]
    label: Text
    pieces: list[PieceData]

    @property
    def papers(self) -> Iterator[tuple[PaperData, PieceData]]:
        """Every paper in the order of the screen, with the piece that it is or that it stands in for."""
        for piece in self.pieces:
            yield piece, piece
            for paper in piece.alternative.pieces if piece.alternative else ():
                yield paper, piece

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        refuse_twice("piece", (paper.code for paper, _ in self.papers))
        if any(piece.each_adult for piece in self.pieces) and self.code != "family":
            raise ValueError("each_adult belongs to the dossier of the family")
        return self


class PiecesData(Data):
    """The whole file."""

    dossiers: list[DossierData]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        refuse_twice("dossier", (dossier.code for dossier in self.dossiers))
        of_requests = [dossier for dossier in self.dossiers if dossier.code in DOSSIERS_OF_A_REQUEST]
        refuse_twice("piece", (paper.code for dossier in of_requests for paper, _ in dossier.papers))
        return self

    def codes_of(self, dossier: str) -> frozenset[str]:
        """The pieces of a dossier; none where the commune asks for none there."""
        return frozenset(paper.code for each in self.dossiers if each.code == dossier for paper, _ in each.papers)


def read_pieces(commune_dir: Path) -> PiecesData:
    """Raises CommuneError."""
    read = read_yaml(commune_dir / PIECES_FILE, PiecesData)
    papers = [paper for dossier in read.dossiers for paper, _ in dossier.papers]
    offered = {code for paper in papers for code in paper.attestations}
    unknown = [f"{ATTESTATIONS_FOLDER}/{code}.yaml is missing" for code in sorted(offered - known_codes(commune_dir))]
    reused = {code for paper in papers for code in paper.reuses}
    unknown += [f"{code}: no such piece to reuse" for code in sorted(reused - {paper.code for paper in papers})]
    if unknown:
        raise CommuneError([f"{PIECES_FILE}: {problem}" for problem in unknown])
    return read
