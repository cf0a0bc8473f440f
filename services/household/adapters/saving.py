"""What the repositories share: saving under a version, and telling a taken id apart from other accidents."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Table, and_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.aggregate import Aggregate
from libs.domain.errors import StaleVersion
from services.household.domain.errors import IdentifierTaken


async def update_under_version(
    connection: AsyncConnection, table: Table, identity: dict[str, Any], aggregate: Aggregate, values: dict[str, Any]
) -> None:
    """Write `values` and raise the version by one. Raises StaleVersion when the stored one is not the loaded one."""
    where = and_(table.c.version == aggregate.version, *(table.c[name] == value for name, value in identity.items()))
    aggregate.version += 1
    done = await connection.execute(table.update().where(where).values(values | {"version": aggregate.version}))
    if done.rowcount == 0:
        raise StaleVersion


async def insert_with_own_id(connection: AsyncConnection, table: Table, rows: Collection[dict[str, Any]]) -> None:
    """Insert rows whose id a client chose. Raises IdentifierTaken."""
    try:
        await connection.execute(table.insert(), list(rows))
    except IntegrityError as error:
        if f"pk_{table.name}" in str(error.orig):
            raise IdentifierTaken from error
        raise
