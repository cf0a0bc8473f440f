"""The projection of household's families: whole states, the newest wins."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.adapters.address_rows import address_json, address_of
from services.schooling.adapters.tables import ERASED_FAMILIES, FAMILIES
from services.schooling.domain.family import Family

_FORGET = text("DELETE FROM families WHERE family_id = :family_id")


class SqlFamilies:
    """Families in the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, family: Family) -> bool:
        erased = select(ERASED_FAMILIES).where(ERASED_FAMILIES.c.family_id == family.id)
        if (await self._connection.execute(erased)).one_or_none() is not None:
            return False
        values = {
            "version": family.version,
            "code": family.code,
            "address": address_json(family.address),
            "complete": family.complete,
        }
        put = insert(FAMILIES).values(family_id=family.id, **values)
        put = put.on_conflict_do_update(
            constraint="pk_families", set_=values, where=FAMILIES.c.version <= put.excluded.version
        )
        return (await self._connection.execute(put)).rowcount == 1

    async def get(self, family_id: UUID) -> Family | None:
        row = (await self._connection.execute(select(FAMILIES).where(FAMILIES.c.family_id == family_id))).one_or_none()
        if row is None:
            return None
        return Family(row.family_id, row.version, row.code, address_of(row.address), row.complete)

    async def forget(self, family_id: UUID) -> None:
        erase = insert(ERASED_FAMILIES).values(family_id=family_id).on_conflict_do_nothing()
        await self._connection.execute(erase)
        await self._connection.execute(_FORGET, {"family_id": family_id})
