"""What schools and children are called."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.adapters.tables import CHILDREN, SCHOOLS


async def read_school_names(connection: AsyncConnection) -> dict[str, str]:
    """By UAI; closed ones too."""
    return {row.uai: row.name for row in await connection.execute(select(SCHOOLS.c.uai, SCHOOLS.c.name))}


async def read_first_names(connection: AsyncConnection, child_ids: Collection[UUID]) -> dict[UUID, str]:
    """By id."""
    query = select(CHILDREN.c.child_id, CHILDREN.c.first_name).where(CHILDREN.c.child_id.in_(child_ids))
    return {row.child_id: row.first_name for row in await connection.execute(query)}
