"""Somebody opens a file: its owner, or an agent whom the town lets read what was handed in."""

import hashlib
from dataclasses import dataclass

from libs.domain.errors import NotFound
from services.documents.application.ports import MissingObject, Storage, TamperedContent, UnitOfWork, Vault
from services.documents.domain.document import Document
from services.documents.domain.ids import DocumentId, Owner


@dataclass(frozen=True)
class OpenedDocument:
    """A file in the clear, checked whole."""

    name: str
    body: bytes


async def read_as_owner(
    document_id: DocumentId, owner: Owner, uow: UnitOfWork, vault: Vault, storage: Storage
) -> OpenedDocument:
    """Raises NotFound, ScanPending, DocumentInfected, TamperedContent, StorageUnavailable."""
    async with uow:
        document = await uow.documents.get(document_id)
        document.owned_by(owner)
        document.servable()
    return await _open(document, vault, storage)


async def read_as_staff(
    document_id: DocumentId, actor: str, uow: UnitOfWork, vault: Vault, storage: Storage
) -> OpenedDocument:
    """Only what a submission holds exists for staff; each reading leaves its audit row before the first byte leaves.

    Raises:
        NotFound, ScanPending, DocumentInfected, TamperedContent, StorageUnavailable.
    """
    async with uow:
        document = await uow.documents.get(document_id)
        if not document.pinned:
            raise NotFound
        document.servable()
    opened = await _open(document, vault, storage)
    async with uow:
        uow.note(actor, "read", document_id)
        await uow.commit()
    return opened


async def _open(document: Document, vault: Vault, storage: Storage) -> OpenedDocument:
    try:
        encrypted = await storage.get(document.sealed.object_key)
    except MissingObject as error:
        raise TamperedContent from error
    body = vault.open(document.id, document.sealed, encrypted)
    if hashlib.sha256(body).hexdigest() != document.content.sha256:
        raise TamperedContent
    return OpenedDocument(vault.open_name(document.id, document.sealed), body)
