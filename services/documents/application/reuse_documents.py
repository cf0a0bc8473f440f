"""A family uses a paper again that it gave before: its files are copied, so that neither ever breaks the other."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from libs.domain.errors import NotFound
from services.documents.application.admit_upload import check_owner
from services.documents.application.arrange_documents import renumber
from services.documents.application.date_papers import HERE
from services.documents.application.ports import UnitOfWork
from services.documents.application.read_document import open_document
from services.documents.application.receive_document import Reception
from services.documents.domain.document import Document, Scan
from services.documents.domain.file_name import FileName
from services.documents.domain.ids import DocumentId, Owner, Slot
from services.documents.domain.manifest import fresh_files
from services.documents.domain.reuse import Reusable, reusable_for


@dataclass(frozen=True)
class ReuseDocuments:
    """`source`: the slot where the files lie; `slot`: where they are to serve."""

    owner: Owner
    slot: Slot
    source: Slot
    actor: str


@dataclass(frozen=True)
class _Copy:
    """A stored file that no row names yet, and its encrypted preview."""

    document: Document
    preview: bytes | None


async def reusable_files(owner: Owner, slot: Slot, uow: UnitOfWork, reception: Reception) -> list[Reusable]:
    """Raises NotFound, RegistrationClosed, UnknownPiece."""
    async with uow:
        await check_owner(owner, slot.record, uow)
        return await _offered(owner, slot, uow, reception)


async def reuse_documents(
    command: ReuseDocuments, uow: UnitOfWork, new_uow: Callable[[], UnitOfWork], reception: Reception
) -> None:
    """Copy what the source holds: the same content and SHA-256, under a data key and an object of its own.

    The date of the paper comes along unless another was typed.

    Args:
        uow: the transaction in which the copies come to exist.
        new_uow: for looking at the source before.

    Raises:
        NotFound: the record or the source is not the owner's, or holds nothing that may serve.
        RegistrationClosed, UnknownPiece, TooManyFiles, TamperedContent, StorageUnavailable.
    """
    async with new_uow() as looking:
        await check_owner(command.owner, command.slot.record, looking)
        source = _chosen(await _offered(command.owner, command.slot, looking, reception), command.source)
        previews = {file.id: await looking.documents.preview_of(file.id) for file in source.documents}
    copies = [await _copied(file, command.slot, previews[file.id], reception) for file in source.documents]
    async with uow:
        await uow.registrations.lock(command.owner)
        await check_owner(command.owner, command.slot.record, uow)
        _chosen(await _offered(command.owner, command.slot, uow, reception), command.source)
        piece = (await uow.catalogues.current()).piece_for(command.slot)
        held = await uow.documents.in_slot(command.owner, command.slot)
        place, counted = renumber(held), sum(file.scan is not Scan.INFECTED for file in fresh_files(held))
        for number, copy in enumerate(copies):
            piece.room_for_one_more(counted + number)
            copy.document.place = place + number
            uow.documents.add(copy.document, copy.preview)
            uow.note(command.actor, "reused", copy.document)
        typed = await uow.paper_dates.typed(command.owner)
        if piece.date and source.dated and command.slot not in typed:
            await uow.paper_dates.keep(command.owner, command.slot, source.dated.strftime("%d/%m/%Y"))
        await uow.commit()


async def _offered(owner: Owner, slot: Slot, uow: UnitOfWork, reception: Reception) -> list[Reusable]:
    today = reception.clock.now().astimezone(HERE).date()
    return reusable_for(slot, await uow.catalogues.current(), await uow.documents.of_owner(owner), today)


def _chosen(offered: list[Reusable], source: Slot) -> Reusable:
    """Raises NotFound."""
    found = next((one for one in offered if one.slot == source), None)
    if found is None:
        raise NotFound
    return found


async def _copied(file: Document, slot: Slot, preview: bytes | None, reception: Reception) -> _Copy:
    vault = reception.vault
    opened = await open_document(file, vault, reception.storage)
    document_id = DocumentId(uuid4())
    sealed, encrypted = vault.seal(document_id, FileName(opened.name), opened.body)
    await reception.storage.put(sealed.object_key, encrypted)
    copy = Document(
        id=document_id,
        owner=file.owner,
        slot=slot,
        content=file.content,
        sealed=sealed,
        scan=file.scan,
        received_at=reception.clock.now(),
        scanned_late=False,
        kind=file.kind,
        remarks=file.remarks,
    )
    clear = vault.open_preview(file.id, file.sealed, preview) if preview else None
    return _Copy(copy, vault.seal_preview(document_id, sealed, clear) if clear else None)
