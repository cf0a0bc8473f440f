"""The commune's schools, written."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.domain.school import School, in_order

_LOCK = text("LOCK TABLE schools IN SHARE ROW EXCLUSIVE MODE")
_PUT = text("""
    INSERT INTO schools (uai, name, kind, address, telephone, levels, position, open)
    VALUES (:uai, :name, :kind, :address, :telephone, :levels, :position, true)
    ON CONFLICT ON CONSTRAINT pk_schools DO UPDATE
    SET name = excluded.name, kind = excluded.kind, address = excluded.address, telephone = excluded.telephone,
        levels = excluded.levels, position = excluded.position, open = true
    WHERE ROW(schools.*) IS DISTINCT FROM ROW(excluded.*)
""")
_CLOSE = text("UPDATE schools SET open = false WHERE open AND NOT (uai = ANY(:listed))")


class SqlSchools:
    """Schools in the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def replace_all(self, schools: Sequence[School]) -> int:
        await self._connection.execute(_LOCK)  # two loads at once would interleave
        changed = 0
        for position, school in enumerate(schools, start=1):
            put = await self._connection.execute(
                _PUT,
                {
                    "uai": school.uai,
                    "name": school.name,
                    "kind": school.kind.value,
                    "address": school.address,
                    "telephone": school.telephone,
                    "levels": [level.value for level in in_order(school.levels)],
                    "position": position,
                },
            )
            changed += put.rowcount
        closed = await self._connection.execute(_CLOSE, {"listed": [school.uai for school in schools]})
        return changed + closed.rowcount
