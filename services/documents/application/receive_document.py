"""A parent hands in a file: read it, scan it, encrypt it, store it; only then does it exist."""

from dataclasses import dataclass

from services.documents.application.admit_upload import check_upload
from services.documents.application.ports import (
    Clock,
    Inspector,
    Scanner,
    ScannerUnavailable,
    Storage,
    UnitOfWork,
    Vault,
)
from services.documents.domain.document import Content, Document, Scan
from services.documents.domain.errors import Infected
from services.documents.domain.file_name import FileName
from services.documents.domain.ids import DocumentId, Owner, Slot


@dataclass(frozen=True)
class ReceiveDocument:
    """One upload. `sha256` is the body's, hexadecimal."""

    document_id: DocumentId
    owner: Owner
    slot: Slot
    name: FileName
    body: bytes
    sha256: str


@dataclass(frozen=True)
class Reception:
    """What a file passes through."""

    inspector: Inspector
    scanner: Scanner
    vault: Vault
    storage: Storage
    clock: Clock


async def receive_document(command: ReceiveDocument, uow: UnitOfWork, reception: Reception) -> None:
    """The object is written before its row: what fails in between leaves an object that nothing can open.

    Raises:
        RefusedPdf, Infected, UnknownPiece, TooManyFiles, RegistrationClosed, StorageUnavailable.
    """
    pages = await reception.inspector.count_pages(command.body)
    scan = await _scan(reception.scanner, command.body)
    sealed, encrypted = reception.vault.seal(command.document_id, command.name, command.body)
    await reception.storage.put(sealed.object_key, encrypted)
    async with uow:
        await uow.registrations.lock(command.owner)
        await check_upload(command.owner, command.slot, uow)
        uow.documents.add(
            Document(
                id=command.document_id,
                owner=command.owner,
                slot=command.slot,
                content=Content(command.sha256, len(command.body), pages),
                sealed=sealed,
                scan=scan,
                received_at=reception.clock.now(),
                scanned_late=scan is Scan.PENDING,
            )
        )
        await uow.commit()


async def _scan(scanner: Scanner, body: bytes) -> Scan:
    """A scanner that is away delays the verdict; it neither refuses the file nor lets it pass."""
    try:
        clean = await scanner.is_clean(body)
    except ScannerUnavailable:
        return Scan.PENDING
    if not clean:
        raise Infected
    return Scan.CLEAN
