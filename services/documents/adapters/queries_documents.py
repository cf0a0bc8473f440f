"""What pages show of files."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.adapters.tables import DOCUMENTS, PINS
from services.documents.application.ports import Vault
from services.documents.domain.document import Sealed
from services.documents.domain.ids import DocumentId, Owner, RecordKey


@dataclass(frozen=True)
class DocumentView:
    """A file as its owner sees it in a list."""

    id: UUID
    record: str
    piece: str
    file_name: str
    size: int
    pages: int
    sha256: str
    scan: str
    received_at: datetime
    removable: bool


async def size_of(connection: AsyncConnection, document_id: UUID) -> int:
    """In bytes; 0 when there is no such file. It tells nothing to anybody: memory is set aside by it."""
    query = select(DOCUMENTS.c.size).where(DOCUMENTS.c.id == document_id)
    return (await connection.execute(query)).scalar_one_or_none() or 0


async def documents_of(
    connection: AsyncConnection,
    vault: Vault,
    owner: Owner,
    *,
    record: RecordKey | None = None,
    only: DocumentId | None = None,
) -> list[DocumentView]:
    """The owner's files, oldest first, without the removed ones."""
    pinned = exists().where(PINS.c.document_id == DOCUMENTS.c.id)
    query = (
        select(DOCUMENTS, pinned.label("pinned"))
        .where(
            tuple_(DOCUMENTS.c.owner_kind, DOCUMENTS.c.owner_id) == (owner.kind.value, owner.id),
            DOCUMENTS.c.removed_at.is_(None),
        )
        .order_by(DOCUMENTS.c.position)
    )
    if record is not None:
        query = query.where(DOCUMENTS.c.record_kind == record.kind, DOCUMENTS.c.record_id == record.id)
    if only is not None:
        query = query.where(DOCUMENTS.c.id == only)
    return [
        DocumentView(
            id=row.id,
            record=str(RecordKey(row.record_kind, row.record_id)),
            piece=row.piece,
            file_name=vault.open_name(
                DocumentId(row.id), Sealed(row.object_key, row.key_id, row.wrapped_key, row.name)
            ),
            size=row.size,
            pages=row.pages,
            sha256=row.sha256,
            scan=row.scan,
            received_at=row.received_at,
            removable=not row.pinned,
        )
        for row in await connection.execute(query)
    ]
