"""Saving under a version."""

from typing import Any

from sqlalchemy import Table, and_
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.aggregate import Aggregate
from libs.domain.errors import StaleVersion


async def update_under_version(
    connection: AsyncConnection, table: Table, identity: dict[str, Any], aggregate: Aggregate, values: dict[str, Any]
) -> None:
    """Write `values` and raise the version by one. Raises StaleVersion when the stored one is not the loaded one."""
    where = and_(table.c.version == aggregate.version, *(table.c[name] == value for name, value in identity.items()))
    aggregate.version += 1
    done = await connection.execute(table.update().where(where).values(values | {"version": aggregate.version}))
    if done.rowcount == 0:
        raise StaleVersion
