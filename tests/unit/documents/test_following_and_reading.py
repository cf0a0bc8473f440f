"""What events and jobs do to files, and who may open them."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from libs.domain.errors import Forbidden, NotFound
from services.documents.application.follow_registration import (
    discard_files_of,
    erase_files_of_family,
    give_files_to_family,
)
from services.documents.application.pin_documents import pin_documents
from services.documents.application.ports import TamperedContent
from services.documents.application.read_document import Reader, read_as_owner, read_as_staff
from services.documents.application.receive_document import receive_document
from services.documents.application.scan_pending import scan_pending
from services.documents.application.tidy_storage import dispose_objects, purge_removed, sweep_orphans
from services.documents.domain.document import Document, Scan
from services.documents.domain.errors import ScanPending
from services.documents.domain.ids import DocumentId, Owner, OwnerKind, SubmissionId
from tests.fakes.documents import NOW, DocumentsWorld, FixedClock, a_document, a_family, a_registration, an_upload

STAFF = "staff:1"
AGENT = Reader(uuid4(), STAFF, papers=True, health=True, messages=False)


@pytest.fixture
def world() -> DocumentsWorld:
    return DocumentsWorld()


async def received(world: DocumentsWorld, owner: Owner, body: bytes = b"%PDF clear") -> Document:
    upload = an_upload(owner, body)
    await receive_document(upload, world.uow(), world.reception)
    return world.database.documents[upload.document_id]


async def pin(world: DocumentsWorld, *document_ids: DocumentId) -> int:
    async with world.uow() as uow:
        missing = await pin_documents(SubmissionId(uuid4()), document_ids, uow, NOW)
        await uow.commit()
    return missing


async def test_files_become_the_familys_and_twice_is_fine(world: DocumentsWorld) -> None:
    registration, family_id = a_registration(), uuid4()
    document = await received(world, registration)
    for _ in range(2):
        async with world.uow() as uow:
            await give_files_to_family(registration.id, family_id, uow)
            await uow.commit()
    family = Owner(OwnerKind.FAMILY, family_id)
    assert world.database.documents[document.id].owner == family
    with pytest.raises(NotFound):
        await read_as_owner(document.id, registration, world.uow(), world.vault, world.storage)
    opened = await read_as_owner(document.id, family, world.uow(), world.vault, world.storage)
    assert (opened.name, opened.body) == ("carnet.pdf", b"%PDF clear")


async def test_an_erased_family_leaves_no_file_not_even_one_handed_in(world: DocumentsWorld) -> None:
    family, registration = a_family(), a_registration()
    handed_in, late, others = await received(world, family), await received(world, registration), a_document()
    world.database.keep(others)
    await pin(world, handed_in.id)
    for _ in range(2):
        async with world.uow() as uow:
            await erase_files_of_family(family.id, registration.id, uow)
            await uow.commit()
    assert set(world.database.documents) == {others.id}
    assert sorted(world.database.disposals) == sorted(file.sealed.object_key for file in (handed_in, late))
    assert [action for _, action, _ in world.database.audit][-2:] == ["erased", "erased"]
    assert registration.id in world.database.closed


async def test_an_abandoned_registration_loses_its_files_but_the_pinned_ones(world: DocumentsWorld) -> None:
    registration = a_registration()
    kept, gone = await received(world, registration), await received(world, registration)
    await pin(world, kept.id)
    async with world.uow() as uow:
        await discard_files_of(registration.id, uow)
        await uow.commit()
    assert list(world.database.documents) == [kept.id]
    assert ("service:documents", "purged", gone.id) in world.database.audit
    assert await dispose_objects(world.uow, world.storage) == 1
    assert list(world.storage.objects) == [kept.sealed.object_key]


async def test_a_missing_file_is_counted_and_the_others_are_pinned(world: DocumentsWorld) -> None:
    document = await received(world, a_family())
    assert await pin(world, document.id, DocumentId(uuid4())) == 1
    assert world.database.documents[document.id].pinned


async def test_staff_read_what_was_handed_in_and_each_reading_leaves_one_row(world: DocumentsWorld) -> None:
    document = await received(world, a_family())
    with pytest.raises(NotFound):
        await read_as_staff(document.id, AGENT, world.uow(), world.vault, world.storage)
    assert [action for _, action, _ in world.database.audit] == ["received"]
    await pin(world, document.id)
    await read_as_staff(document.id, AGENT, world.uow(), world.vault, world.storage)
    assert world.database.audit[1:] == [(STAFF, "read", document.id)]


async def test_staff_open_a_health_paper_with_a_permission_of_its_own(world: DocumentsWorld) -> None:
    document = await received(world, a_family())
    await pin(world, document.id)
    with pytest.raises(Forbidden):
        await read_as_staff(document.id, replace(AGENT, health=False), world.uow(), world.vault, world.storage)
    assert [action for _, action, _ in world.database.audit] == ["received"]


async def test_what_came_back_altered_or_not_at_all_is_not_served(world: DocumentsWorld) -> None:
    altered, swapped, lost = [await received(world, a_family()) for _ in range(3)]
    world.storage.objects[altered.sealed.object_key] = b"altered"
    world.storage.objects[swapped.sealed.object_key] = b"another file"
    del world.storage.objects[lost.sealed.object_key]
    for document in (altered, swapped, lost):
        with pytest.raises(TamperedContent):
            await read_as_owner(document.id, document.owner, world.uow(), world.vault, world.storage)


async def test_pending_files_get_their_verdict_once_the_scanner_is_back(world: DocumentsWorld) -> None:
    owner = a_family()
    world.scanner.away = True
    good, bad = await received(world, owner, b"good"), await received(world, owner, b"bad")
    await pin(world, good.id, bad.id)
    with pytest.raises(ScanPending):
        await read_as_owner(good.id, owner, world.uow(), world.vault, world.storage)
    await scan_pending(world.uow, world.scanner, world.vault, world.storage, FixedClock())
    assert world.database.documents[good.id].scan is Scan.PENDING
    world.database.claimed.clear()
    world.scanner.away, world.scanner.infected = False, {b"bad"}
    assert await scan_pending(world.uow, world.scanner, world.vault, world.storage, FixedClock()) == []
    assert {event.document_id: event.clean for event in world.database.events} == {good.id: True, bad.id: False}


async def test_one_damaged_file_does_not_keep_the_others_waiting(world: DocumentsWorld) -> None:
    world.scanner.away = True
    damaged, good = await received(world, a_family()), await received(world, a_family())
    world.scanner.away = False
    world.storage.objects[damaged.sealed.object_key] = b"altered"
    found = await scan_pending(world.uow, world.scanner, world.vault, world.storage, FixedClock())
    assert [document.id for document in found] == [damaged.id]
    assert world.database.documents[good.id].scan is Scan.CLEAN


async def test_orphans_are_swept_after_an_hour_and_known_objects_stay(world: DocumentsWorld) -> None:
    document = await received(world, a_family())
    world.storage.stored_at[document.sealed.object_key] = NOW - timedelta(days=1)
    world.storage.objects |= {"old": b"", "young": b""}
    world.storage.stored_at |= {"old": NOW - timedelta(hours=2), "young": NOW - timedelta(minutes=59)}
    assert await sweep_orphans(world.uow, world.storage, FixedClock()) == 1
    assert set(world.storage.objects) == {document.sealed.object_key, "young"}


async def test_removed_files_are_purged_after_a_week_unless_pinned(world: DocumentsWorld) -> None:
    fresh, old, pinned = a_document(), a_document(), a_document()
    fresh.removed_at = NOW - timedelta(days=6)
    old.removed_at = pinned.removed_at = NOW - timedelta(days=8)
    pinned.pinned_by = [SubmissionId(uuid4())]
    world.database.keep(fresh, old, pinned)
    assert await purge_removed(world.uow) == 1
    assert set(world.database.documents) == {fresh.id, pinned.id}
