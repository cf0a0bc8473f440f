"""Registrations that take no more files, and the lock under which an owner's files change."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.adapters.tables import CLOSED_REGISTRATIONS, ERASED_FAMILIES
from services.documents.domain.ids import Owner, OwnerKind


class SqlRegistrations:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self, owner: Owner) -> None:
        await self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(owner), 0))))

    async def close(self, registration_id: UUID, family_id: UUID | None) -> None:
        await self._connection.execute(
            insert(CLOSED_REGISTRATIONS)
            .values(registration_id=registration_id, family_id=family_id)
            .on_conflict_do_nothing()
        )

    async def erase(self, family_id: UUID) -> None:
        await self._connection.execute(insert(ERASED_FAMILIES).values(family_id=family_id).on_conflict_do_nothing())

    async def is_erased(self, owner: Owner) -> bool:
        if owner.kind is not OwnerKind.FAMILY:
            return False
        query = select(ERASED_FAMILIES.c.family_id).where(ERASED_FAMILIES.c.family_id == owner.id)
        return (await self._connection.execute(query)).first() is not None

    async def is_closed(self, owner: Owner) -> bool:
        if owner.kind is not OwnerKind.REGISTRATION:
            return False
        query = select(CLOSED_REGISTRATIONS.c.registration_id).where(CLOSED_REGISTRATIONS.c.registration_id == owner.id)
        return (await self._connection.execute(query)).first() is not None
