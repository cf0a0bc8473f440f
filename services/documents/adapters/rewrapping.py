"""Puts the data keys of all files under the current key, a few at a time."""

from sqlalchemy import select, update

from libs.chassis.db import Database
from services.documents.adapters.key_ring import KeyRing
from services.documents.adapters.tables import DOCUMENTS
from services.documents.adapters.vault import FileVault
from services.documents.domain.document import Sealed
from services.documents.domain.ids import DocumentId

_BATCH = 100


async def rewrap_all(database: Database, ring: KeyRing) -> int:
    """How many were rewrapped; when it returns, no row names another key but those that uploads write meanwhile.

    Raises:
        TamperedContent: a row's key is not in the ring, or its wrapped key was altered.
    """
    vault, total = FileVault(ring), 0
    while done := await _rewrap_some(database, vault, ring.current):
        total += done
    return total


async def _rewrap_some(database: Database, vault: FileVault, current: str) -> int:
    columns = DOCUMENTS.c
    old = (
        select(columns.id, columns.object_key, columns.key_id, columns.wrapped_key, columns.name)
        .where(columns.key_id != current)
        .order_by(columns.id)
        .limit(_BATCH)
        .with_for_update()
    )
    async with database.transaction() as connection:
        rows = (await connection.execute(old)).all()
        for row in rows:
            sealed = vault.rewrap(DocumentId(row.id), Sealed(row.object_key, row.key_id, row.wrapped_key, row.name))
            await connection.execute(
                update(DOCUMENTS)
                .where(columns.id == row.id)
                .values(key_id=sealed.key_id, wrapped_key=sealed.wrapped_key)
            )
    return len(rows)
