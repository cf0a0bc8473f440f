"""Pictures become one PDF when they are handed in, whatever happens meanwhile."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest

from libs.domain.errors import NotFound
from services.documents.application import make_manifest as make_manifest_module
from services.documents.application.arrange_documents import arrange_documents
from services.documents.application.make_manifest import make_manifest
from services.documents.application.pin_documents import pin_documents
from services.documents.application.receive_document import ReceiveDocument, receive_document
from services.documents.application.remove_document import remove_document
from services.documents.application.scan_pending import scan_pending
from services.documents.domain.document import Document, Scan
from services.documents.domain.errors import DocumentPinned, OrderStale, TooManyFiles
from services.documents.domain.file_kind import Kind, Remark
from services.documents.domain.ids import DocumentId, Owner, Slot, SubmissionId
from services.documents.domain.manifest import FilledSlot
from tests.fakes.documents import CHILD, NOW, DocumentsWorld, FixedClock, a_family, a_photo, an_upload

SLOT = Slot(CHILD, "carnet")


class Signed:
    """Signs nothing: what it was given is looked at."""

    def sign(self, owner: Owner, slots: Sequence[FilledSlot], at: datetime) -> str:
        return f"{owner} {at} {len(slots)}"


@pytest.fixture
def world() -> DocumentsWorld:
    return DocumentsWorld()


@pytest.fixture
def owner() -> Owner:
    return a_family()


async def photo(world: DocumentsWorld, owner: Owner, body: bytes) -> Document:
    upload = a_photo(owner, body)
    await receive_document(upload, world.uow(), world.reception)
    return world.database.documents[upload.document_id]


async def pdf(world: DocumentsWorld, owner: Owner) -> Document:
    upload = an_upload(owner)
    await receive_document(upload, world.uow(), world.reception)
    return world.database.documents[upload.document_id]


async def handed_in(world: DocumentsWorld, owner: Owner) -> tuple[Document, ...]:
    """What a manifest lists for the slot."""
    made = await make_manifest(owner, [CHILD], world.uow, world.joining, Signed())
    return next(slot.documents for slot in made.slots if slot.slot == SLOT)


async def pin(world: DocumentsWorld, *documents: Document) -> None:
    async with world.uow() as uow:
        await pin_documents(SubmissionId(uuid4()), [document.id for document in documents], uow, NOW)
        await uow.commit()


async def remove(world: DocumentsWorld, owner: Owner, document: Document) -> None:
    await remove_document(document.id, owner, "family:1", world.uow(), FixedClock())


async def scan(world: DocumentsWorld) -> None:
    world.scanner.away = False
    world.database.claimed.clear()
    await scan_pending(world.uow, world.scanner, world.vault, world.storage, FixedClock())


def now(world: DocumentsWorld, document: Document) -> Document:
    return world.database.documents[document.id]


def clear(world: DocumentsWorld, document: Document) -> bytes:
    return world.storage.objects[document.sealed.object_key][::-1]


async def test_pictures_are_made_anew_and_named_as_what_they_become(world: DocumentsWorld, owner: Owner) -> None:
    world.pictures.remarks = (Remark.BLURRED,)
    picture = await photo(world, owner, b"one")
    assert (picture.kind, picture.remarks, picture.content.pages) == (Kind.PICTURE, (Remark.BLURRED,), 1)
    assert clear(world, picture) == b"anew:\xff\xd8\xffone"
    assert world.vault.open_preview(picture.id, picture.sealed, world.database.previews[picture.id]).startswith(
        b"small"
    )


async def test_the_pictures_of_a_slot_are_one_pdf_after_the_others(world: DocumentsWorld, owner: Owner) -> None:
    first, paper = await photo(world, owner, b"1"), await pdf(world, owner)
    with pytest.raises(TooManyFiles):  # this slot takes two, whatever their kind
        await photo(world, owner, b"2")
    listed = await handed_in(world, owner)
    assert listed[0].id == paper.id
    assert [document.kind for document in listed] == [Kind.PDF, Kind.PDF]
    assert (listed[1].joined_from, listed[1].content.pages, listed[1].promised) == ((first.id,), 1, True)


async def test_the_pdf_is_made_once_for_the_same_pictures_in_the_same_order(
    world: DocumentsWorld, owner: Owner
) -> None:
    one, two = await photo(world, owner, b"1"), await photo(world, owner, b"2")
    (first,), (again,) = await handed_in(world, owner), await handed_in(world, owner)
    assert (first.id, len(world.joiner.joined)) == (again.id, 1)
    await arrange_documents(owner, SLOT, [two.id, one.id], world.uow())
    (turned,) = await handed_in(world, owner)
    assert (turned.joined_from, clear(world, turned).count(b"|")) == ((two.id, one.id), 1)
    assert clear(world, turned) == b"%PDF-" + clear(world, two) + b"|" + clear(world, one)
    assert now(world, first).removed_at == NOW


async def test_what_leaves_the_pictures_as_they_were_leaves_their_pdf(world: DocumentsWorld, owner: Owner) -> None:
    picture = await photo(world, owner, b"1")
    (joined,) = await handed_in(world, owner)
    paper = await pdf(world, owner)
    await arrange_documents(owner, SLOT, [paper.id, picture.id], world.uow())
    assert [found.id for found in await handed_in(world, owner)] == [paper.id, joined.id]
    assert len(world.joiner.joined) == 1


async def test_pictures_leave_once_their_pdf_is_handed_in(world: DocumentsWorld, owner: Owner) -> None:
    one, two = await photo(world, owner, b"1"), await photo(world, owner, b"2")
    (joined,) = await handed_in(world, owner)
    await pin(world, joined)
    assert set(world.database.documents) == {joined.id}
    assert sorted(world.database.disposals) == sorted([one.sealed.object_key, two.sealed.object_key])
    assert await handed_in(world, owner) == (now(world, joined),)
    with pytest.raises(DocumentPinned):
        await remove(world, owner, joined)


async def test_a_picture_that_came_after_belongs_to_the_next_submission(world: DocumentsWorld, owner: Owner) -> None:
    await photo(world, owner, b"1")
    (joined,) = await handed_in(world, owner)
    late = await photo(world, owner, b"2")
    await pin(world, joined)
    (next_one,) = await handed_in(world, owner)
    assert (next_one.joined_from, next_one.pinned) == ((late.id,), False)


async def test_a_picture_removed_after_the_manifest_is_still_what_was_handed_in(
    world: DocumentsWorld, owner: Owner
) -> None:
    one = await photo(world, owner, b"1")
    (joined,) = await handed_in(world, owner)
    await remove(world, owner, one)
    assert await handed_in(world, owner) == ()
    await pin(world, joined)
    assert await handed_in(world, owner) == (now(world, joined),)
    assert now(world, joined).removed_at is None


async def test_a_picture_removed_while_they_are_joined_is_not_in_it(world: DocumentsWorld, owner: Owner) -> None:
    one, two = await photo(world, owner, b"1"), await photo(world, owner, b"2")

    async def remove_one() -> None:
        world.joiner.meanwhile = None
        await remove(world, owner, one)

    world.joiner.meanwhile = remove_one
    (joined,) = await handed_in(world, owner)
    assert joined.joined_from == (two.id,)
    assert [pages for _, pages in world.joiner.joined] == [2, 1]


async def test_two_manifests_at_once_end_with_one_pdf(world: DocumentsWorld, owner: Owner) -> None:
    await photo(world, owner, b"1")
    others: list[DocumentId] = []

    async def meanwhile() -> None:
        world.joiner.meanwhile = None
        (other,) = await handed_in(world, owner)
        others.append(other.id)

    world.joiner.meanwhile = meanwhile
    (joined,) = await handed_in(world, owner)
    assert [joined.id] == others
    assert len([found for found in world.database.documents.values() if found.joined_from]) == 1


async def test_who_changes_pictures_all_the_time_still_gets_a_manifest(world: DocumentsWorld, owner: Owner) -> None:
    one, two = await photo(world, owner, b"1"), await photo(world, owner, b"2")
    order = [one.id, two.id]

    async def turn_around() -> None:
        order.reverse()
        await arrange_documents(owner, SLOT, order, world.uow())

    world.joiner.meanwhile = turn_around
    listed = await handed_in(world, owner)
    assert len(listed) in {1, 2}
    assert all(document.promised for document in listed)


@pytest.mark.parametrize("trouble", ["joiner", "storage", "damage", "slowness"])
async def test_a_manifest_never_fails_because_of_joining(
    world: DocumentsWorld, owner: Owner, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = await photo(world, owner, b"1"), await photo(world, owner, b"2")
    world.joiner.fails = trouble == "joiner"
    world.storage.away = trouble == "storage"
    if trouble == "slowness":
        monkeypatch.setattr(make_manifest_module, "_JOINING_SECONDS", 0.05)
        world.joiner.meanwhile = asyncio.Event().wait  # type: ignore[assignment] # it never returns
    if trouble == "damage":
        world.storage.objects[one.sealed.object_key] = b"altered"
    assert [document.id for document in await handed_in(world, owner)] == [one.id, two.id]
    await pin(world, now(world, one), now(world, two))
    assert now(world, one).pinned


async def test_the_pdf_waits_for_the_verdict_on_each_picture(world: DocumentsWorld, owner: Owner) -> None:
    await photo(world, owner, b"1")
    world.scanner.away = True
    two = await photo(world, owner, b"2")
    (joined,) = await handed_in(world, owner)
    assert (joined.scan, joined.scanned_late) == (Scan.PENDING, True)
    await pin(world, joined)
    assert now(world, two).removed_at == NOW
    await scan(world)
    assert now(world, joined).scan is Scan.CLEAN
    assert set(world.database.documents) == {joined.id}
    assert [(event.document_id, event.clean) for event in world.database.events] == [(joined.id, True)]


async def test_one_infected_picture_spoils_the_pdf_and_gives_the_others_back(
    world: DocumentsWorld, owner: Owner
) -> None:
    good = await photo(world, owner, b"1")
    world.scanner.away = True
    bad = await photo(world, owner, b"2")
    (joined,) = await handed_in(world, owner)
    await pin(world, joined)
    world.scanner.infected = {clear(world, bad)}
    await scan(world)
    assert now(world, joined).scan is Scan.INFECTED
    assert [(event.document_id, event.clean) for event in world.database.events] == [(joined.id, False)]
    (again,) = await handed_in(world, owner)
    assert again.joined_from == (good.id,)


async def test_a_file_takes_the_place_of_another(world: DocumentsWorld, owner: Owner) -> None:
    one, two = await photo(world, owner, b"1"), await photo(world, owner, b"2")
    other = a_photo(owner, b"3")
    await receive_document(_replacing(other, one.id), world.uow(), world.reception)
    (joined,) = await handed_in(world, owner)
    assert joined.joined_from == (other.document_id, two.id)
    assert one.id not in world.database.documents


async def test_only_a_file_of_the_slot_that_was_not_handed_in_is_replaced(world: DocumentsWorld, owner: Owner) -> None:
    one = await photo(world, owner, b"1")
    with pytest.raises(NotFound):
        await receive_document(_replacing(a_photo(a_family(), b"2"), one.id), world.uow(), world.reception)
    await pin(world, one)
    with pytest.raises(DocumentPinned):
        await receive_document(_replacing(a_photo(owner, b"2"), one.id), world.uow(), world.reception)


async def test_an_order_names_every_file_of_the_slot_once(world: DocumentsWorld, owner: Owner) -> None:
    one, two = await photo(world, owner, b"1"), await photo(world, owner, b"2")
    for wrong in ([one.id], [one.id, one.id], [one.id, two.id, DocumentId(uuid4())], []):
        with pytest.raises(OrderStale):
            await arrange_documents(owner, SLOT, wrong, world.uow())


def _replacing(upload: ReceiveDocument, replaced: DocumentId) -> ReceiveDocument:
    return replace(upload, replaces=replaced)
