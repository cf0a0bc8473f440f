"""What is handed in: each slot of each record, with the files that it holds now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.documents.domain.catalogue import Catalogue
from services.documents.domain.document import Document, Scan
from services.documents.domain.ids import RecordKey, Slot


@dataclass(frozen=True)
class FilledSlot:
    """A slot, whether it must be filled, and its files."""

    slot: Slot
    required: bool
    documents: tuple[Document, ...]


def fill_slots(
    catalogue: Catalogue, records: Iterable[RecordKey], documents: Sequence[Document]
) -> tuple[FilledSlot, ...]:
    """Every slot of the catalogue for these records, empty ones too.

    Args:
        documents: the owner's, oldest first; removed ones left out.
    """
    return tuple(
        FilledSlot(slot, piece.required, current_files([document for document in documents if document.slot == slot]))
        for record in records
        for piece in catalogue.pieces_of(record.kind)
        for slot in [Slot(record, piece.code)]
    )


def current_files(held: Sequence[Document]) -> tuple[Document, ...]:
    """What a slot holds now: the files not yet handed in; else those of the last submission that held some.

    So new files replace the refused ones, and a record that is handed in again for another reason keeps its papers.
    An infected file counts for nothing.
    """
    sound = [document for document in held if document.scan is not Scan.INFECTED]
    fresh = [document for document in sound if not document.pinned]
    if fresh or not sound:
        return tuple(fresh)
    last = sound[-1].pinned_by
    return tuple(document for document in sound if last[-1] in document.pinned_by)
