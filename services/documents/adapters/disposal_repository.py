"""Objects of which the row is gone, and objects that no row ever named."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.adapters.tables import DISPOSALS, DOCUMENTS


class SqlDisposals:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def due(self, most: int) -> list[str]:
        query = (
            select(DISPOSALS.c.object_key).order_by(DISPOSALS.c.asked_at).limit(most).with_for_update(skip_locked=True)
        )
        return list((await self._connection.execute(query)).scalars())

    async def done(self, object_keys: Sequence[str]) -> None:
        await self._connection.execute(delete(DISPOSALS).where(DISPOSALS.c.object_key.in_(object_keys)))

    async def unknown(self, object_keys: Sequence[str]) -> set[str]:
        known = (
            select(DOCUMENTS.c.object_key)
            .where(DOCUMENTS.c.object_key.in_(object_keys))
            .union_all(select(DISPOSALS.c.object_key).where(DISPOSALS.c.object_key.in_(object_keys)))
        )
        return set(object_keys) - set((await self._connection.execute(known)).scalars())
