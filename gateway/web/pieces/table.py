"""The pieces of a record as a page shows them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from gateway.clients.documents import Document, Dossier, OfferedAttestation, Piece
from gateway.clients.household import RecordPiece, Refusal
from gateway.web.file_wording import of_remarks
from gateway.web.form_view import FormView, field_id
from gateway.web.moments import day
from gateway.web.pieces.paper_dates import DateField, Dates, asked_of, said_of
from gateway.web.visit import Visit

_STATES = {
    "pending": "En cours de traitement",
    "accepted": "Acceptée",
    "waived": "Dispensée par le service",
    "outdated": "À refaire : votre adresse a changé",
}
Errors = Mapping[str, Sequence[str]]
"""Sentences by piece."""


@dataclass(frozen=True)
class FileRow:
    """One file of a slot.

    Attributes:
        remark: what to look at again, in words; empty when nothing struck.
        earlier, later: whether it can change places with the picture before or after it.
        statement: code of the sworn statement that it is; empty when it is none, or of a model that is not offered now.
        dated: the date of the paper, in words, once it was handed in.
    """

    document: Document
    remark: str
    earlier: bool
    later: bool
    statement: str
    dated: str = ""


@dataclass
class PieceRow:
    """One row of the table.

    Attributes:
        files: of this slot, in its order.
        errors: what is wrong with files that were just sent.
        state: what the town said of what was handed in, in words.
        attestations: the sworn statements that may stand in for the paper.
        pictures: photos that will become one PDF.
        date: the input for the date of the paper; None when none is asked now.
        otherwise: how somebody says that they bring other papers in its place; empty when there are none.
        chosen: those papers stand below this row, in its place: it takes no file.
        part_of: code of the piece in whose place it is brought with others; empty for a piece of its own.
        closed: it shows what was handed in before, and takes nothing more.
        reuses: files that were given elsewhere may serve.
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
    date: DateField | None = None
    otherwise: str = ""
    chosen: bool = False
    part_of: str = ""
    closed: bool = False
    reuses: bool = False

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
            if row.date and row.date.error:
                form.complain(f"{row.label} : {row.date.error}", field_id(row.date.name))


@dataclass(frozen=True)
class Held:
    """What stands in the slots of one record.

    Attributes:
        errors: what is wrong with files that were just sent.
        decided: what household says of each piece.
        dates: what stands in the inputs; None where no date is asked.
        adults: names of the household's adults by id.
        instead: codes of the pieces in whose place others are brought, as the page was asked; `NEVER`: in no one's.
    """

    documents: Sequence[Document]
    errors: Errors = field(default_factory=dict)
    decided: Sequence[RecordPiece] = ()
    dates: Dates = field(default_factory=Dates)
    adults: Mapping[str, str] = field(default_factory=dict)
    instead: Collection[str] = ()
    creating: bool = False


NEVER = "non"
INSTEAD = "autrement"
"""Names the query and the hidden input that say for which piece others are brought."""


def pieces_of(catalogue: Sequence[Dossier], kind: str) -> Dossier | None:
    """The dossier of a kind of record, when the commune asks for any piece there."""
    return next((dossier for dossier in catalogue if dossier["code"] == kind and dossier["pieces"]), None)


def stands_in(dossier: Dossier | None, code: str) -> str:
    """The piece in whose place this one is brought; `NEVER` for one of its own."""
    piece = piece_of(dossier, code)
    return (piece.get("instead_of") if piece else None) or NEVER


def piece_of(dossier: Dossier | None, code: str) -> Piece | None:
    """The piece whose slot has that code: its own, or an adult's."""
    for piece in dossier["pieces"] if dossier else ():
        if code == piece["code"] or (piece.get("each_adult") and code.startswith(f"{piece['code']}-")):
            return piece
    return None


async def piece_labels(visit: Visit) -> dict[str, str]:
    """The names of all pieces, by code."""
    return piece_labels_of(await visit.clients.documents.catalogue(visit.bearer))


def piece_labels_of(catalogue: Sequence[Dossier], adults: Mapping[str, str] | None = None) -> dict[str, str]:
    """The names of all pieces, by code; those of each adult by the adult's own code too.

    Args:
        adults: names by id.
    """
    pieces = [piece for dossier in catalogue for piece in dossier["pieces"]]
    labels = {piece["code"]: piece["label"] for piece in pieces}
    for piece in pieces:
        if piece.get("each_adult"):
            labels |= {
                f"{piece['code']}-{adult}": f"{piece['label']} : {name}" for adult, name in (adults or {}).items()
            }
    return labels


def rows(dossier: Dossier | None, held: Held) -> list[PieceRow]:
    """The rows in the catalogue's order."""
    pieces = dossier["pieces"] if dossier else []
    found: list[PieceRow] = []
    for piece in pieces:
        if piece.get("instead_of"):
            continue
        if piece.get("each_adult") and len(held.adults) > 1:
            found += _of_each(piece, held)
        elif group := [other for other in pieces if other.get("instead_of") == piece["code"]]:
            found += _with_others(piece, group, held)
        else:
            found.append(_row(piece, piece["code"], piece["label"], held))
    return found


def in_order(documents: Sequence[Document], piece: str) -> list[Document]:
    """The files of a slot: those with the town first, then the others as their owner put them."""
    files = [document for document in documents if document["piece"] == piece]
    return sorted(files, key=lambda file: (file["removable"], file.get("position", 0)))


def movable(files: Sequence[Document]) -> list[Document]:
    """The photos whose order their owner decides."""
    return [file for file in files if file["removable"] and file.get("kind") == "picture"]


def _of_each(piece: Piece, held: Held) -> list[PieceRow]:
    """A row for each adult, by name; above them what was given while there was one alone, if anything was."""
    own = [_row(piece, f"{piece['code']}-{adult}", f"{piece['label']} : {name}", held) for adult, name in _named(held)]
    asked = {decided["code"]: decided["required"] for decided in held.decided}
    for row in own:
        row.required = asked.get(row.code, row.required)
    together = _row(piece, piece["code"], piece["label"], held)
    together.closed = all(not file.document["removable"] for file in together.files)
    together.required = False
    return [together, *own] if together.files or together.refusal else own


def _named(held: Held) -> list[tuple[str, str]]:
    return [(adult, name or f"adulte {number}") for number, (adult, name) in enumerate(held.adults.items(), 1)]


def _with_others(piece: Piece, group: Sequence[Piece], held: Held) -> list[PieceRow]:
    """The piece, or the papers that are brought in its place."""
    own = _row(piece, piece["code"], piece["label"], held)
    alternative = piece.get("alternative")
    own.otherwise = alternative["label"] if alternative else ""
    if not _brought_instead(piece, group, held):
        return [own]
    own.chosen = True
    own.hint = alternative["hint"] if alternative else None
    others = [_row(other, other["code"], other["label"], held) for other in group]
    for other in others:
        other.required, other.part_of = own.required, own.code
    return [own, *others]


def _brought_instead(piece: Piece, group: Sequence[Piece], held: Held) -> bool:
    if piece["code"] in held.instead:
        return True
    codes = {other["code"] for other in group}
    if NEVER in held.instead or any(file["removable"] and file["piece"] == piece["code"] for file in held.documents):
        return False
    return any(file["piece"] in codes for file in held.documents)


def _row(piece: Piece, code: str, label: str, held: Held) -> PieceRow:
    files = in_order(held.documents, code)
    photos = movable(files) if piece.get("joined", True) else []
    said = next((decided for decided in held.decided if decided["code"] == code), None)
    return PieceRow(
        code,
        label,
        piece["required"],
        piece["hint"],
        [_file(file, photos, piece) for file in files],
        held.errors.get(code, ()),
        _state(said) if said else "",
        said["refusal"] if said else None,
        max_files=piece["max_files"],
        attestations=piece.get("attestations", ()),
        pictures=len(photos),
        date=_date(piece, code, files, held),
        reuses=bool(piece.get("reuses")),
    )


def _state(said: RecordPiece) -> str:
    if said["state"] == "expired":
        return f"Expirée le {day(said.get('expired_on'))} : joignez-en une en cours de validité."
    return _STATES.get(said["state"], "")


def _date(piece: Piece, code: str, files: Sequence[Document], held: Held) -> DateField | None:
    """Asked as soon as a paper lies there that was not handed in."""
    rule = piece.get("date")
    if not rule or not asked_of(files) or (held.creating and not rule["at_creation"]):
        return None
    return held.dates.beside(code, rule)


def _file(file: Document, photos: Sequence[Document], piece: Piece) -> FileRow:
    remark = of_remarks(file.get("remarks", ())) if file["removable"] else ""
    movable_here = file in photos
    return FileRow(
        file,
        remark,
        earlier=movable_here and file is not photos[0],
        later=movable_here and file is not photos[-1],
        statement=_statement(file, piece) if file.get("kind") == "attestation" else "",
        dated="" if file["removable"] else said_of(file),
    )


def _statement(file: Document, piece: Piece) -> str:
    """By its name, which is the statement's title."""
    offered = piece.get("attestations", ())
    return next((model["code"] for model in offered if file["file_name"] == f"{model['title']}.pdf"), "")
