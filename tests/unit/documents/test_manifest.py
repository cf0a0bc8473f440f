"""What a manifest lists."""

from uuid import uuid4

from services.documents.domain.document import Document, Scan
from services.documents.domain.ids import RecordKey, SubmissionId
from services.documents.domain.manifest import FilledSlot, TypedDates, current_files, fill_slots
from tests.fakes.documents import CATALOGUE, CHILD, NOW, a_document, a_family


def pinned(document: Document, *submissions: SubmissionId) -> Document:
    for submission in submissions:
        document.pin(submission)
    return document


def a_submission() -> SubmissionId:
    return SubmissionId(uuid4())


def filled(records: list[RecordKey], *documents: Document) -> tuple[FilledSlot, ...]:
    return fill_slots(CATALOGUE, records, documents, a_family(), TypedDates({}, NOW.date()))


def test_every_slot_of_each_record_is_listed_even_when_empty() -> None:
    family = RecordKey("family", uuid4())
    slots = filled([CHILD, family], a_document())
    assert [(slot.slot.record, slot.slot.piece, slot.required, len(slot.documents)) for slot in slots] == [
        (CHILD, "carnet", True, 1),
        (CHILD, "pai", False, 0),
        (family, "domicile", True, 0),
    ]


def test_another_childs_files_stay_out() -> None:
    sibling = RecordKey("child", uuid4())
    assert not any(slot.documents for slot in filled([CHILD], a_document(record=sibling)))


def test_new_files_replace_those_of_the_last_submission() -> None:
    old, new = pinned(a_document(), a_submission()), a_document()
    assert current_files([old, new]) == (new,)


def test_without_new_files_the_last_submissions_stand() -> None:
    first, second = a_submission(), a_submission()
    refused = pinned(a_document(), first)
    kept, other = pinned(a_document(), second), pinned(a_document(), second)
    assert current_files([refused, kept, other]) == (kept, other)


def test_an_infected_file_counts_for_nothing() -> None:
    old = pinned(a_document(), a_submission())
    assert current_files([old, a_document(scan=Scan.INFECTED)]) == (old,)
    assert current_files([a_document(scan=Scan.INFECTED)]) == ()
