"""The pieces of a record as a page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gateway.clients.documents import Document, Dossier, OfferedAttestation, Piece
from gateway.clients.household import RecordPiece, Refusal
from gateway.web.form_view import FormView
from gateway.web.visit import Visit
from gateway.web.wording import of_remarks

_STATES = {"pending": "En cours de traitement", "accepted": "Acceptée", "waived": "Dispensée par le service"}
Errors = Mapping[str, Sequence[str]]
"""Sentences by piece."""


@dataclass(frozen=True)
class FileRow:
    """One file of a slot.

    Attributes:
        remark: what to look at again, in words; empty when nothing struck.
        earlier, later: whether it can change places with the picture before or after it.
        statement: code of the sworn statement that it is; empty when it is none, or of a model that is not offered now.
    """

    document: Document
    remark: str
    earlier: bool
    later: bool
    statement: str


@dataclass
class PieceRow:
    """One row of the table.

    Attributes:
        files: of this slot, in its order.
        errors: what is wrong with files that were just sent.
        state: what the town said of what was handed in, in words.
        attestations: the sworn statements that may stand in for the paper.
        pictures: photos that will become one PDF.
    """

    code: str
    label: str
    required: bool
    hint: str | None
    files: Sequence[FileRow] = ()
    errors: Sequence[str] = ()
    state: str = ""
    refusal: Refusal | None = None
    refusal_number: int = 0
    max_files: int = 0
    attestations: Sequence[OfferedAttestation] = ()
    pictures: int = 0

    @property
    def full(self) -> bool:
        return sum(1 for file in self.files if file.document["removable"]) >= self.max_files


@dataclass
class PieceTable:
    """The whole table of one record."""

    rows: list[PieceRow] = field(default_factory=list)

    def complain_in(self, form: FormView) -> None:
        """Put every error into the summary at the top of the page."""
        for row in self.rows:
            for error in row.errors:
                form.complain(f"{row.label} : {error}", f"piece-{row.code}")


def pieces_of(catalogue: Sequence[Dossier], kind: str) -> Dossier | None:
    """The dossier of a kind of record, when the commune asks for any piece there."""
    return next((dossier for dossier in catalogue if dossier["code"] == kind and dossier["pieces"]), None)


async def piece_labels(visit: Visit) -> dict[str, str]:
    """The names of all pieces, by code."""
    catalogue = await visit.clients.documents.catalogue(visit.bearer)
    return {piece["code"]: piece["label"] for dossier in catalogue for piece in dossier["pieces"]}


def rows(
    dossier: Dossier | None,
    documents: Sequence[Document],
    errors: Errors,
    decided: Sequence[RecordPiece] = (),
) -> list[PieceRow]:
    """The rows in the catalogue's order."""
    by_code = {piece["code"]: piece for piece in decided}
    return [
        _row(piece, documents, errors.get(piece["code"], ()), by_code.get(piece["code"]))
        for piece in (dossier["pieces"] if dossier else ())
        if not piece.get("instead_of")
    ]


def in_order(documents: Sequence[Document], piece: str) -> list[Document]:
    """The files of a slot: those with the town first, then the others as their owner put them."""
    files = [document for document in documents if document["piece"] == piece]
    return sorted(files, key=lambda file: (file["removable"], file.get("position", 0)))


def movable(files: Sequence[Document]) -> list[Document]:
    """The photos whose order their owner decides."""
    return [file for file in files if file["removable"] and file.get("kind") == "picture"]


def _row(piece: Piece, documents: Sequence[Document], errors: Sequence[str], said: RecordPiece | None) -> PieceRow:
    files = in_order(documents, piece["code"])
    photos = movable(files)
    return PieceRow(
        piece["code"],
        piece["label"],
        piece["required"],
        piece["hint"],
        [_file(file, photos, piece) for file in files],
        errors,
        _STATES.get(said["state"], "") if said else "",
        said["refusal"] if said else None,
        max_files=piece["max_files"],
        attestations=piece.get("attestations", ()),
        pictures=len(photos),
    )


def _file(file: Document, photos: Sequence[Document], piece: Piece) -> FileRow:
    remark = of_remarks(file.get("remarks", ())) if file["removable"] else ""
    movable_here = file in photos
    return FileRow(
        file,
        remark,
        earlier=movable_here and file is not photos[0],
        later=movable_here and file is not photos[-1],
        statement=_statement(file, piece) if file.get("kind") == "attestation" else "",
    )


def _statement(file: Document, piece: Piece) -> str:
    """By its name, which is the statement's title."""
    offered = piece.get("attestations", ())
    return next((model["code"] for model in offered if file["file_name"] == f"{model['title']}.pdf"), "")
