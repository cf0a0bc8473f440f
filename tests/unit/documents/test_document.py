"""The life of a file: verdict, pin, removal."""

from uuid import uuid4

import pytest

from libs.domain.errors import NotFound
from services.documents.domain.document import Document, Scan
from services.documents.domain.errors import DocumentInfected, DocumentPinned, ScanPending
from services.documents.domain.events import VerdictGiven
from services.documents.domain.ids import SubmissionId
from tests.fakes.documents import NOW, a_document, a_family


def a_submission() -> SubmissionId:
    return SubmissionId(uuid4())


def test_nothing_is_servable_before_a_clean_verdict() -> None:
    with pytest.raises(ScanPending):
        a_document(scan=Scan.PENDING).servable()
    with pytest.raises(DocumentInfected):
        a_document(scan=Scan.INFECTED).servable()
    a_document().servable()


@pytest.mark.parametrize("clean", [True, False])
def test_a_late_verdict_on_a_pinned_file_is_told_once(clean: bool) -> None:
    document = a_document(scan=Scan.PENDING)
    document.pin(a_submission())
    document.settle(clean=clean)
    document.settle(clean=not clean)
    assert document.scan is (Scan.CLEAN if clean else Scan.INFECTED)
    assert document.collect_events() == [VerdictGiven(document.id, clean)]


def test_a_verdict_between_manifest_and_submission_is_told_when_the_submission_is_known() -> None:
    document = a_document(scan=Scan.PENDING)
    document.settle(clean=False)
    assert document.collect_events() == []
    document.pin(a_submission())
    assert document.collect_events() == [VerdictGiven(document.id, clean=False)]


def test_a_file_that_was_scanned_on_arrival_has_nothing_to_tell() -> None:
    document = a_document()
    document.pin(a_submission())
    assert document.collect_events() == []


def test_the_same_submission_pins_once() -> None:
    document, submission = a_document(), a_submission()
    document.pin(submission)
    document.pin(submission)
    assert document.pinned_by == [submission]


def test_a_pinned_file_is_never_removed() -> None:
    document = a_document()
    document.pin(a_submission())
    with pytest.raises(DocumentPinned):
        document.remove(NOW)
    assert document.removed_at is None


def test_a_file_is_deleted_at_once_unless_a_manifest_may_still_bring_it_back() -> None:
    assert a_document().remove(NOW)
    promised = a_document()
    promised.promise()
    assert not promised.remove(NOW)
    promised.pin(a_submission())
    promised.owned_by(promised.owner)


def test_a_removed_file_and_another_owners_file_do_not_exist() -> None:
    document: Document = a_document()
    with pytest.raises(NotFound):
        document.owned_by(a_family())
    document.remove(NOW)
    with pytest.raises(NotFound):
        document.owned_by(document.owner)
