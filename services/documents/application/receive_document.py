"""A parent hands in a file: read it, scan it, encrypt it, store it; only then does it exist."""

import hashlib
from dataclasses import dataclass

from services.documents.application.admit_upload import check_upload
from services.documents.application.arrange_documents import forget_joined, renumber
from services.documents.application.ports import (
    Clock,
    Inspector,
    PictureReader,
    Scanner,
    ScannerUnavailable,
    Storage,
    UnitOfWork,
    Vault,
)
from services.documents.domain.document import Content, Document, Scan
from services.documents.domain.errors import Infected
from services.documents.domain.file_kind import Format, Kind, Remark, check_kind
from services.documents.domain.file_name import FileName
from services.documents.domain.ids import DocumentId, Owner, Slot


@dataclass(frozen=True)
class ReceiveDocument:
    """One upload.

    Attributes:
        sha256: the body's, hexadecimal.
        attestation: we wrote it ourselves, from what the parent declared.
        replaces: a file of the slot, not handed in yet, of which it takes the place.
    """

    document_id: DocumentId
    owner: Owner
    slot: Slot
    name: FileName
    body: bytes
    sha256: str
    attestation: bool = False
    replaces: DocumentId | None = None


@dataclass(frozen=True)
class Reception:
    """What a file passes through."""

    inspector: Inspector
    pictures: PictureReader
    scanner: Scanner
    vault: Vault
    storage: Storage
    clock: Clock


@dataclass(frozen=True)
class _Examined:
    """What is kept of an upload."""

    kind: Kind
    body: bytes
    content: Content
    scan: Scan
    remarks: tuple[Remark, ...] = ()
    preview: bytes | None = None


async def receive_document(command: ReceiveDocument, uow: UnitOfWork, reception: Reception) -> None:
    """The object is written before its row: what fails in between leaves an object that nothing can open.

    Raises:
        KindMismatch, UnsupportedKind, RefusedPdf, RefusedPicture, Infected, UnknownPiece, TooManyFiles,
        RegistrationClosed, DocumentPinned, NotFound (nothing to replace), StorageUnavailable.
    """
    check_kind(command.name.format, command.body)
    examine = _examine_pdf if command.name.format is Format.PDF else _examine_picture
    found = await examine(command, reception)
    name = command.name.kept_as(found.kind)
    sealed, encrypted = reception.vault.seal(command.document_id, name, found.body)
    await reception.storage.put(sealed.object_key, encrypted)
    async with uow:
        await uow.registrations.lock(command.owner)
        held, replaced = await check_upload(command.owner, command.slot, uow, replaces=command.replaces)
        now = reception.clock.now()
        place = renumber(held)
        if replaced is not None:
            place = replaced.place
            forget_joined(await uow.documents.joined_with(replaced.id), now)
            if replaced.remove(now):
                uow.documents.discard(replaced)
        document = Document(
            id=command.document_id,
            owner=command.owner,
            slot=command.slot,
            content=found.content,
            sealed=sealed,
            scan=found.scan,
            received_at=now,
            scanned_late=found.scan is Scan.PENDING,
            kind=found.kind,
            remarks=found.remarks,
            place=place,
        )
        preview = found.preview and reception.vault.seal_preview(document.id, sealed, found.preview)
        uow.documents.add(document, preview)
        uow.note(str(document.owner), "received", document)
        await uow.commit()


async def _examine_pdf(command: ReceiveDocument, reception: Reception) -> _Examined:
    pages = await reception.inspector.count_pages(command.body)
    return _Examined(
        Kind.ATTESTATION if command.attestation else Kind.PDF,
        command.body,
        Content(command.sha256, len(command.body), pages),
        await _scan(reception.scanner, command.body),
    )


async def _examine_picture(command: ReceiveDocument, reception: Reception) -> _Examined:
    """What came is scanned, what is made from it is kept."""
    scan = await _scan(reception.scanner, command.body)
    picture = await reception.pictures.read(command.body, command.name.format)
    sha256 = hashlib.sha256(picture.body).hexdigest()
    content = Content(sha256, len(picture.body), pages=1)
    return _Examined(Kind.PICTURE, picture.body, content, scan, picture.remarks, picture.preview)


async def _scan(scanner: Scanner, body: bytes) -> Scan:
    """A scanner that is away delays the verdict; it neither refuses the file nor lets it pass."""
    try:
        clean = await scanner.is_clean(body)
    except ScannerUnavailable:
        return Scan.PENDING
    if not clean:
        raise Infected
    return Scan.CLEAN
