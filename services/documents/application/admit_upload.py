"""Whether a file may come at all, asked before a single byte of it is read."""

from collections.abc import Sequence

from libs.domain.errors import NotFound
from services.documents.application.ports import UnitOfWork
from services.documents.domain.document import Document, Scan
from services.documents.domain.errors import RegistrationClosed
from services.documents.domain.ids import MESSAGE, DocumentId, Owner, OwnerKind, RecordKey, Slot
from services.documents.domain.manifest import fresh_files


async def admit_upload(owner: Owner, slot: Slot, uow: UnitOfWork, *, replaces: DocumentId | None = None) -> None:
    """The rules that `receive_document` applies again under the owner's lock.

    Raises:
        NotFound: the record is another family's, a request comes from nobody's family, or the slot holds no such file
            to replace.
        UnknownPiece, TooManyFiles, RegistrationClosed, DocumentPinned.
    """
    async with uow:
        await check_upload(owner, slot, uow, replaces=replaces)


async def check_upload(
    owner: Owner, slot: Slot, uow: UnitOfWork, *, replaces: DocumentId | None
) -> tuple[Sequence[Document], Document | None]:
    """Inside the caller's transaction; same errors.

    Returns:
        what the slot holds, and the file that is replaced.
    """
    await check_owner(owner, slot.record, uow)
    piece = (await uow.catalogues.current()).piece_for(slot)
    held = await uow.documents.in_slot(owner, slot)
    for file in held:
        if file.attached:
            file.not_handed_in()
    replaced = _replaced(held, replaces)
    counted = [file for file in fresh_files(held) if file.scan is not Scan.INFECTED and file is not replaced]
    piece.room_for_one_more(len(counted))
    return held, replaced


async def check_owner(owner: Owner, record: RecordKey, uow: UnitOfWork) -> None:
    """Whether this owner may fill the dossier of a record. Raises NotFound, RegistrationClosed."""
    if not _may_fill(owner, record):
        raise NotFound
    if await uow.registrations.is_erased(owner):
        raise NotFound
    if await uow.registrations.is_closed(owner):
        raise RegistrationClosed


def _may_fill(owner: Owner, record: RecordKey) -> bool:
    """A family its own records, requests and messages; an agent messages alone; a registration its own records."""
    if record.is_request:
        return owner.kind is OwnerKind.FAMILY
    if record.kind == MESSAGE:
        return owner.kind is not OwnerKind.REGISTRATION
    if owner.kind is OwnerKind.STAFF:
        return False
    return record.kind != "family" or record.id == owner.id


def _replaced(held: Sequence[Document], replaces: DocumentId | None) -> Document | None:
    if replaces is None:
        return None
    found = next((document for document in held if document.id == replaces and not document.joined_from), None)
    if found is None:
        raise NotFound
    found.not_handed_in()
    return found
