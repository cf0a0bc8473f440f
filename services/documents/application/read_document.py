"""Somebody opens a file: its owner, or an agent whom the town lets read what was handed in."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from libs.domain.errors import Forbidden, NotFound
from services.documents.application.ports import MissingObject, Storage, TamperedContent, UnitOfWork, Vault
from services.documents.domain.document import Document
from services.documents.domain.ids import DocumentId, Owner, OwnerKind


@dataclass(frozen=True)
class OpenedDocument:
    """A file in the clear, checked whole."""

    name: str
    body: bytes
    media_type: str = "application/pdf"


async def read_as_owner(
    document_id: DocumentId, owner: Owner, uow: UnitOfWork, vault: Vault, storage: Storage
) -> OpenedDocument:
    """Raises NotFound, ScanPending, DocumentInfected, TamperedContent, StorageUnavailable."""
    async with uow:
        document = await uow.documents.get(document_id)
        document.owned_by(owner)
        document.servable()
    return await open_document(document, vault, storage)


@dataclass(frozen=True)
class Reader:
    """A member of staff who opens files.

    Attributes:
        reference: as audit rows name them.
        papers, health, messages: what the town lets them read: papers, those that tell of health, files of messages.
    """

    id: UUID
    reference: str
    papers: bool
    health: bool
    messages: bool

    def attaches(self, document: Document) -> bool:
        """Whether it lies with a message that they are writing."""
        return self.messages and document.owner == Owner(OwnerKind.STAFF, self.id)


async def read_as_staff(
    document_id: DocumentId, reader: Reader, uow: UnitOfWork, vault: Vault, storage: Storage
) -> OpenedDocument:
    """Only what a submission or a message holds exists for staff; each reading is audited before a byte leaves.

    Raises:
        NotFound, Forbidden, ScanPending, DocumentInfected, TamperedContent, StorageUnavailable.
    """
    async with uow:
        document = await _open_to(reader, document_id, uow)
        document.servable()
    opened = await open_document(document, vault, storage)
    async with uow:
        uow.note(reader.reference, "read", document)
        await uow.commit()
    return opened


async def preview_as_owner(document_id: DocumentId, owner: Owner, uow: UnitOfWork, vault: Vault) -> OpenedDocument:
    """The small picture of a picture. Raises NotFound, ScanPending, DocumentInfected, TamperedContent."""
    async with uow:
        document = await uow.documents.get(document_id)
        document.owned_by(owner)
        return await _open_preview(document, uow, vault)


async def preview_as_staff(document_id: DocumentId, reader: Reader, uow: UnitOfWork, vault: Vault) -> OpenedDocument:
    """As `read_as_staff`: audited. Same errors as for the owner, and Forbidden."""
    async with uow:
        document = await _open_to(reader, document_id, uow)
        preview = await _open_preview(document, uow, vault)
        uow.note(reader.reference, "previewed", document)
        await uow.commit()
    return preview


async def _open_to(reader: Reader, document_id: DocumentId, uow: UnitOfWork) -> Document:
    """Raises NotFound, Forbidden: it tells of somebody's health, and the town did not let this agent read that."""
    document = await uow.documents.get(document_id)
    if reader.attaches(document):
        return document
    if not document.pinned or not (reader.messages if document.attached else reader.papers):
        raise NotFound
    if not reader.health and (await uow.catalogues.current()).tells_of_health(document.slot):
        raise Forbidden
    return document


async def _open_preview(document: Document, uow: UnitOfWork, vault: Vault) -> OpenedDocument:
    document.servable()
    encrypted = await uow.documents.preview_of(document.id)
    if encrypted is None:
        raise NotFound
    return OpenedDocument(
        vault.open_name(document.id, document.sealed),
        vault.open_preview(document.id, document.sealed, encrypted),
        document.kind.media_type,
    )


async def open_document(document: Document, vault: Vault, storage: Storage) -> OpenedDocument:
    """Raises TamperedContent, StorageUnavailable."""
    try:
        encrypted = await storage.get(document.sealed.object_key)
    except MissingObject as error:
        raise TamperedContent from error
    body = vault.open(document.id, document.sealed, encrypted)
    if hashlib.sha256(body).hexdigest() != document.content.sha256:
        raise TamperedContent
    return OpenedDocument(vault.open_name(document.id, document.sealed), body, document.kind.media_type)
