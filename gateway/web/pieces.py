"""The pieces of a record as a page shows them, and the files that a form brings for them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field

from gateway.clients.documents import Document, Dossier
from gateway.clients.household import RecordPiece, Refusal
from gateway.clients.service import Problem, Unavailable
from gateway.edge.forms import FilePart
from gateway.web.visit import Visit
from gateway.web.wording import of_file

INPUT = "fichier:"
_CHUNK = 65536
_STATES = {"pending": "En cours de traitement", "accepted": "Acceptée", "waived": "Dispensée par le service"}


@dataclass
class PieceRow:
    """One row of the table.

    Attributes:
        files: of this slot, oldest first.
        error: what is wrong with the file that was just sent.
        state: what the town said of what was handed in, in words.
    """

    code: str
    label: str
    required: bool
    hint: str | None
    files: Sequence[Document] = ()
    error: str = ""
    state: str = ""
    refusal: Refusal | None = None
    refusal_number: int = 0
    full: bool = False


@dataclass
class Joined:
    """What became of the files of a form: the sentence for each piece whose file was refused."""

    errors: dict[str, str] = field(default_factory=dict)
    count: int = 0


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
    errors: Mapping[str, str],
    decided: Sequence[RecordPiece] = (),
) -> list[PieceRow]:
    """The rows in the catalogue's order."""
    by_code = {piece["code"]: piece for piece in decided}
    found = []
    for piece in dossier["pieces"] if dossier else ():
        files = [document for document in documents if document["piece"] == piece["code"]]
        said = by_code.get(piece["code"])
        found.append(
            PieceRow(
                piece["code"],
                piece["label"],
                piece["required"],
                piece["hint"],
                files,
                errors.get(piece["code"], ""),
                _STATES.get(said["state"], "") if said else "",
                said["refusal"] if said else None,
                full=len(files) >= piece["max_files"],
            )
        )
    return found


async def join_files(visit: Visit, record: str, action: str, bearer: str = "") -> Joined:
    """Hand every chosen file to documents, whichever button was pressed: a file input cannot be filled again.

    Args:
        action: `joindre:<piece>` when that piece's own button was pressed; it must then bring a file.
        bearer: of the files' owner, when it is not the visitor.
    """
    joined = Joined()
    chosen = [part for part in visit.form.chosen_files if part.name.startswith(INPUT)]
    for part in chosen:
        piece = part.name.removeprefix(INPUT)
        if error := await _join(visit, bearer or visit.bearer, record, piece, part):
            joined.errors[piece] = error
        else:
            joined.count += 1
    wanted = action.removeprefix("joindre:") if action.startswith("joindre:") else ""
    if wanted and not any(part.name == f"{INPUT}{wanted}" for part in chosen):
        joined.errors[wanted] = of_file("nothing-chosen", {})
    return joined


async def _join(visit: Visit, bearer: str, record: str, piece: str, part: FilePart) -> str:
    """The sentence to show when the file was refused; empty when it was taken."""
    if part.too_large:
        return of_file("too-large", {})
    if part.size == 0:
        return of_file("empty-file", {})
    key = visit.form.key(f"{record}/{piece}/{part.file_name}/{part.size}")
    try:
        await visit.clients.documents.join(
            bearer, record, piece, part.file_name or "document.pdf", part.size, _chunks(part), key
        )
    except Problem as problem:
        return of_file(problem.code, {**problem.details, **(problem.errors[0].params if problem.errors else {})})
    except Unavailable:
        return of_file("unavailable", {})
    return ""


async def _chunks(part: FilePart) -> AsyncIterator[bytes]:
    while chunk := part.content.read(_CHUNK):
        yield chunk
