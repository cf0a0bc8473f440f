"""The way of an upload: what stops it where, and what it leaves behind."""

from uuid import uuid4

import pytest

from libs.domain.errors import NotFound
from services.documents.application.admit_upload import admit_upload
from services.documents.application.ports import StorageUnavailable
from services.documents.application.receive_document import receive_document
from services.documents.domain.document import Scan
from services.documents.domain.errors import (
    EncryptedPdf,
    Infected,
    RegistrationClosed,
    TooManyFiles,
    UnknownPiece,
)
from services.documents.domain.ids import RecordKey, Slot
from tests.fakes.documents import CHILD, DocumentsWorld, a_document, a_family, a_registration, an_upload


@pytest.fixture
def world() -> DocumentsWorld:
    return DocumentsWorld()


async def test_a_file_is_stored_encrypted_and_known_by_its_hash(world: DocumentsWorld) -> None:
    upload = an_upload(a_registration(), b"%PDF clear")
    await receive_document(upload, world.uow(), world.reception)
    (document,) = world.database.documents.values()
    assert (document.id, document.scan, document.content.sha256) == (upload.document_id, Scan.CLEAN, upload.sha256)
    assert world.storage.objects == {document.sealed.object_key: b"%PDF clear"[::-1]}


async def test_a_refused_pdf_reaches_neither_scanner_nor_storage(world: DocumentsWorld) -> None:
    world.inspector.refusal = EncryptedPdf()
    with pytest.raises(EncryptedPdf):
        await receive_document(an_upload(a_registration()), world.uow(), world.reception)
    assert not world.storage.objects
    assert not world.database.documents


async def test_an_infected_file_is_refused_and_not_kept(world: DocumentsWorld) -> None:
    world.scanner.infected = {b"bad"}
    with pytest.raises(Infected):
        await receive_document(an_upload(a_registration(), b"bad"), world.uow(), world.reception)
    assert not world.storage.objects


async def test_a_scanner_that_is_away_delays_the_verdict(world: DocumentsWorld) -> None:
    world.scanner.away = True
    await receive_document(an_upload(a_registration()), world.uow(), world.reception)
    (document,) = world.database.documents.values()
    assert (document.scan, document.scanned_late) == (Scan.PENDING, True)


async def test_a_store_that_is_away_leaves_no_row(world: DocumentsWorld) -> None:
    world.storage.away = True
    with pytest.raises(StorageUnavailable):
        await receive_document(an_upload(a_registration()), world.uow(), world.reception)
    assert not world.database.documents


async def test_a_slot_takes_only_so_many_files_not_yet_handed_in(world: DocumentsWorld) -> None:
    owner = a_registration()
    infected, removed = a_document(owner, piece="pai", scan=Scan.INFECTED), a_document(owner, piece="pai")
    removed.remove(removed.received_at)
    world.database.keep(infected, removed)
    await receive_document(an_upload(owner, piece="pai"), world.uow(), world.reception)
    with pytest.raises(TooManyFiles) as refused:
        await receive_document(an_upload(owner, piece="pai"), world.uow(), world.reception)
    assert refused.value.details == {"max_files": 1}


async def test_a_piece_that_the_dossier_does_not_ask_for_is_unknown(world: DocumentsWorld) -> None:
    with pytest.raises(UnknownPiece):
        await admit_upload(a_registration(), Slot(CHILD, "domicile"), world.uow())


async def test_another_familys_record_does_not_exist(world: DocumentsWorld) -> None:
    with pytest.raises(NotFound):
        await admit_upload(a_family(), Slot(RecordKey("family", uuid4()), "domicile"), world.uow())


async def test_a_registration_that_ended_takes_no_more_files(world: DocumentsWorld) -> None:
    owner = a_registration()
    world.database.closed[owner.id] = None
    with pytest.raises(RegistrationClosed):
        await receive_document(an_upload(owner), world.uow(), world.reception)
