"""Which family has which code."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.adapters.tables import FAMILIES
from services.notifications.api.schemas import FamilyOut


async def get_family(connection: AsyncConnection, family_id: UUID) -> FamilyOut | None:
    row = (await connection.execute(select(FAMILIES).where(FAMILIES.c.family_id == family_id))).one_or_none()
    return FamilyOut(id=row.family_id, code=row.code) if row else None
