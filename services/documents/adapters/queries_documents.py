"""What pages show of files."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.adapters.tables import DOCUMENTS, PINS
from services.documents.application.ports import Vault
from services.documents.domain.document import Scan, Sealed
from services.documents.domain.file_kind import Kind
from services.documents.domain.ids import MESSAGE, DocumentId, Owner, RecordKey


@dataclass(frozen=True)
class DocumentView:
    """A file as its owner sees it in a list. `position` counts within its slot, from 1."""

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
    kind: str
    remarks: list[str]
    position: int
    preview: bool
    dated: date | None
    expires_on: date | None


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
    attached: bool = False,
) -> list[DocumentView]:
    """The owner's files, each slot's in its order, without the removed ones.

    What is attached to a message is seen where its record is asked for, or with `attached`.

    What was joined from pictures is seen once it was handed in: until then they stand for themselves.
    """
    pinned = exists().where(PINS.c.document_id == DOCUMENTS.c.id)
    in_order = (DOCUMENTS.c.place, DOCUMENTS.c.position)
    slot = (DOCUMENTS.c.record_kind, DOCUMENTS.c.record_id, DOCUMENTS.c.piece)
    listed = (
        select(
            DOCUMENTS,
            pinned.label("pinned"),
            func.row_number().over(partition_by=slot, order_by=in_order).label("place_in_slot"),
        )
        .where(
            tuple_(DOCUMENTS.c.owner_kind, DOCUMENTS.c.owner_id) == (owner.kind.value, owner.id),
            DOCUMENTS.c.removed_at.is_(None),
            (DOCUMENTS.c.joined_from == text("'{}'")) | pinned,
        )
        .subquery()
    )
    query = select(listed).order_by(listed.c.place, listed.c.position)
    if record is None and only is None and not attached:
        query = query.where(listed.c.record_kind != MESSAGE)
    if record is not None:
        query = query.where(listed.c.record_kind == record.kind, listed.c.record_id == record.id)
    if only is not None:
        query = query.where(listed.c.id == only)
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
            kind=row.kind,
            remarks=row.remarks,
            position=row.place_in_slot,
            preview=row.kind == Kind.PICTURE.value and row.scan == Scan.CLEAN.value,
            dated=row.dated,
            expires_on=row.expires_on,
        )
        for row in await connection.execute(query)
    ]
