"""The projection of families: whose code is which."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.adapters.tables import FAMILIES


class SqlFamilies:
    """Families in the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, family_id: UUID, family_code: str) -> None:
        known = insert(FAMILIES).values(family_id=family_id, code=family_code)
        await self._connection.execute(
            known.on_conflict_do_update(constraint="pk_families", set_={"code": known.excluded.code})
        )

    async def exists(self, family_id: UUID) -> bool:
        query = select(FAMILIES.c.family_id).where(FAMILIES.c.family_id == family_id)
        return (await self._connection.execute(query)).first() is not None

    async def forget(self, family_id: UUID) -> None:
        await self._connection.execute(delete(FAMILIES).where(FAMILIES.c.family_id == family_id))
