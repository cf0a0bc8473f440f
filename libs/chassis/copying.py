"""Many rows at once: COPY, as PostgreSQL takes them fastest."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

Row = dict[str, Any]


async def copy_rows(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Add new rows in the caller's transaction; all have the same columns in the same order.

    The values are what the columns' Python types say; JSON is given as it is read, None is NULL. Columns that are left
    out get the server's default.
    """
    if not rows:
        return
    await connection.execute(select(func.now()))  # the driver's transaction begins with its first statement
    driver = (await connection.get_raw_connection()).driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    columns = list(rows[0])
    await driver.copy_records_to_table(table.name, columns=columns, records=_records(table, columns, rows))


def _records(table: Table, columns: Sequence[str], rows: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    """As the driver takes them: JSON as text."""
    as_json = [name for name in columns if isinstance(table.c[name].type, JSONB)]
    for row in rows:
        texts = {name: json.dumps(row[name], ensure_ascii=False) for name in as_json if row[name] is not None}
        yield tuple((row | texts).values())
