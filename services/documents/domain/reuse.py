"""What a family already gave and may use again: in the slot of another child, of another year, of a request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.documents.domain.catalogue import Catalogue, Piece
from services.documents.domain.document import Document, Scan
from services.documents.domain.errors import UnknownPiece
from services.documents.domain.file_kind import Kind
from services.documents.domain.ids import Slot
from services.documents.domain.manifest import current_files
from services.documents.domain.paper_date import RefusedDate


@dataclass(frozen=True)
class Reusable:
    """The files of another slot that may serve.

    Attributes:
        dated: the date of the paper, where it is known.
    """

    slot: Slot
    documents: tuple[Document, ...]
    dated: date | None


def reusable_for(slot: Slot, catalogue: Catalogue, documents: Sequence[Document], today: date) -> list[Reusable]:
    """What lies in other slots and may serve in this one, the latest first.

    Files that are here already, that the scanner has not found clean, or of a paper that would be too old by now are
    left out; so are sworn statements.

    Args:
        documents: the owner's, oldest first; removed ones left out.

    Raises:
        UnknownPiece
    """
    wanted = catalogue.piece_for(slot)
    here = {file.content.sha256 for file in documents if file.slot == slot}
    found = []
    for other in dict.fromkeys(document.slot for document in documents):
        if other == slot or not _serves(catalogue, other, wanted):
            continue
        files = current_files([document for document in documents if document.slot == other])
        clean = tuple(file for file in files if _may_serve(file) and file.content.sha256 not in here)
        dated = clean[-1].dated if clean else None
        if clean and _will_do(wanted, dated, today):
            found.append(Reusable(other, clean, dated))
    return sorted(found, key=lambda one: one.documents[-1].received_at, reverse=True)


def _serves(catalogue: Catalogue, other: Slot, wanted: Piece) -> bool:
    try:
        return catalogue.piece_for(other).serves(wanted)
    except UnknownPiece:
        return False


def _may_serve(file: Document) -> bool:
    """A sworn statement was made for one purpose."""
    return file.scan is Scan.CLEAN and file.kind is not Kind.ATTESTATION


def _will_do(wanted: Piece, dated: date | None, today: date) -> bool:
    if wanted.date is None or dated is None:
        return True
    try:
        wanted.date.check(dated.isoformat(), today)
    except RefusedDate:
        return False
    return True
