"""What is handed in: each slot of each record, with the files that it holds now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.documents.domain.catalogue import Catalogue
from services.documents.domain.document import Document, Scan
from services.documents.domain.file_kind import Kind
from services.documents.domain.ids import DocumentId, RecordKey, Slot


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
    An infected file counts for nothing. One PDF stands for the pictures that it was joined from.
    """
    sound = [document for document in held if document.scan is not Scan.INFECTED]
    handed_in = [document for document in sound if document.pinned]
    if fresh := fresh_files(sound):
        return _with_pictures_joined(fresh, sound)
    if not handed_in:
        return ()
    last = handed_in[-1].pinned_by[-1]
    return tuple(document for document in handed_in if last in document.pinned_by)


def fresh_files(held: Iterable[Document]) -> tuple[Document, ...]:
    """What a slot holds that was not handed in, in its owner's order; what was joined from it is not one more."""
    fresh = [document for document in held if not document.pinned and not document.joined_from]
    return tuple(sorted(fresh, key=lambda document: document.place))


@dataclass(frozen=True)
class Album:
    """The pictures of one slot, in order, that become one PDF."""

    slot: Slot
    label: str
    pictures: tuple[Document, ...]
    joined: Document | None

    @property
    def picture_ids(self) -> tuple[DocumentId, ...]:
        return tuple(picture.id for picture in self.pictures)


def albums_of(catalogue: Catalogue, records: Iterable[RecordKey], documents: Sequence[Document]) -> tuple[Album, ...]:
    """One for each slot that holds pictures not handed in; `joined` is their PDF, made for exactly these before."""
    found = []
    for record in records:
        for piece in catalogue.pieces_of(record.kind):
            slot = Slot(record, piece.code)
            sound = [held for held in documents if held.slot == slot and held.scan is not Scan.INFECTED]
            if pictures := tuple(file for file in fresh_files(sound) if file.kind is Kind.PICTURE):
                found.append(Album(slot, piece.label, pictures, _joined_from(pictures, sound)))
    return tuple(found)


def _with_pictures_joined(fresh: Sequence[Document], held: Sequence[Document]) -> tuple[Document, ...]:
    pictures = [document for document in fresh if document.kind is Kind.PICTURE]
    joined = _joined_from(pictures, held) if pictures else None
    if joined is None:
        return tuple(fresh)
    return (*(document for document in fresh if document.kind is not Kind.PICTURE), joined)


def _joined_from(pictures: Sequence[Document], held: Sequence[Document]) -> Document | None:
    wanted = tuple(picture.id for picture in pictures)
    return next((document for document in held if document.joined_from == wanted and not document.pinned), None)
