"""What is handed in: each slot of each record, with the files that it holds now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.documents.domain.catalogue import Catalogue, Piece
from services.documents.domain.document import Document, Scan
from services.documents.domain.file_kind import Kind
from services.documents.domain.ids import DocumentId, Owner, OwnerKind, RecordKey, Slot
from services.documents.domain.paper_date import Asks, Dating, date_of


@dataclass(frozen=True)
class FilledSlot:
    """A slot, whether it must be filled, its files, and the date of the paper."""

    slot: Slot
    required: bool
    documents: tuple[Document, ...]
    dating: Dating | None = None


@dataclass(frozen=True)
class TypedDates:
    """What an owner typed beside the files, by slot; where nothing was, nothing stands. `today`: in the commune."""

    typed: Mapping[Slot, str]
    today: date

    def dating(self, slot: Slot, piece: Piece, files: Sequence[Document], owner: Owner) -> Dating | None:
        """The date of the files of a slot; None where none is asked."""
        rule = piece.date
        if rule is None or not files:
            return None
        if all(file.pinned for file in files):
            last = files[-1]
            return Dating(rule, last.dated, last.expires_on)
        if all(file.kind is Kind.ATTESTATION for file in files):
            return Dating(rule, self.today if rule.asks is Asks.ISSUED else None)
        asked = rule.at_creation or owner.kind is OwnerKind.FAMILY
        return date_of(rule, self.typed.get(slot, ""), self.today, required=asked and rule.required)


def fill_slots(
    catalogue: Catalogue, records: Iterable[RecordKey], documents: Sequence[Document], owner: Owner, dates: TypedDates
) -> tuple[FilledSlot, ...]:
    """Every slot of the catalogue for these records, empty ones too.

    Args:
        documents: the owner's, oldest first; removed ones left out.
    """
    found = []
    for record in records:
        for slot, piece in catalogue.slots_of(record, (document.slot for document in documents)):
            files = current_files([document for document in documents if document.slot == slot])
            found.append(FilledSlot(slot, piece.required, files, dates.dating(slot, piece, files, owner)))
    return tuple(found)


def current_files(held: Sequence[Document]) -> tuple[Document, ...]:
    """What a slot holds now: the files not yet handed in; else those of the last submission that held some.

    So new files replace the refused ones, and a record that is handed in again for another reason keeps its papers.
    An infected file counts for nothing. One PDF stands for the pictures that it was joined from.
    """
    sound = [document for document in held if document.scan is not Scan.INFECTED]
    if fresh := fresh_files(sound):
        return _with_pictures_joined(fresh, sound)
    return handed_in_last(sound)


def handed_in_last(held: Sequence[Document]) -> tuple[Document, ...]:
    """Those of the last submission that held some."""
    handed_in = [document for document in held if document.pinned]
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
        for slot, piece in catalogue.slots_of(record, (document.slot for document in documents)):
            if not piece.joined:
                continue
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
