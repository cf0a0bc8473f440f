"""The files of messages that were posted, by name."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.adapters.tables import DOCUMENTS, PINS
from services.documents.application.ports import Vault
from services.documents.domain.document import Scan, Sealed
from services.documents.domain.file_kind import Kind
from services.documents.domain.ids import MESSAGE, DocumentId, Owner


@dataclass(frozen=True)
class AttachmentView:
    """A file of a message, as both sides see it."""

    id: UUID
    file_name: str
    size: int
    pages: int
    scan: str
    kind: str
    preview: bool


async def attachments_named(
    connection: AsyncConnection, vault: Vault, ids: Collection[UUID], owner: Owner | None
) -> list[AttachmentView]:
    """Those of them that were sent, in no order.

    Args:
        owner: only this family's; None: any family's, for the town.
    """
    query = select(DOCUMENTS).where(
        DOCUMENTS.c.id.in_(ids),
        DOCUMENTS.c.record_kind == MESSAGE,
        exists().where(PINS.c.document_id == DOCUMENTS.c.id),
    )
    if owner is not None:
        query = query.where(tuple_(DOCUMENTS.c.owner_kind, DOCUMENTS.c.owner_id) == (owner.kind.value, owner.id))
    return [
        AttachmentView(
            row.id,
            vault.open_name(DocumentId(row.id), Sealed(row.object_key, row.key_id, row.wrapped_key, row.name)),
            row.size,
            row.pages,
            row.scan,
            row.kind,
            preview=row.kind == Kind.PICTURE.value and row.scan == Scan.CLEAN.value,
        )
        for row in await connection.execute(query)
    ]
