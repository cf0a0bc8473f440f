"""The commune's schools, written."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.domain.level import in_order
from services.schooling.domain.school import School

_PUT = text("""
    INSERT INTO schools (uai, name, kind, address, telephone, levels, position, open, head)
    VALUES (:uai, :name, :kind, :address, :telephone, :levels, :position, true, :head)
    ON CONFLICT ON CONSTRAINT pk_schools DO UPDATE
    SET name = excluded.name, kind = excluded.kind, address = excluded.address, telephone = excluded.telephone,
        levels = excluded.levels, position = excluded.position, open = true, head = excluded.head
    WHERE ROW(schools.*) IS DISTINCT FROM ROW(excluded.*)
""")
_CLOSE = text("UPDATE schools SET open = false WHERE open AND NOT (uai = ANY(:listed))")
_PUT_PLACES = text("""
    INSERT INTO school_places (uai, school_year, level, places) VALUES (:uai, :school_year, :level, :places)
    ON CONFLICT ON CONSTRAINT pk_school_places DO UPDATE SET places = excluded.places
    WHERE school_places.places <> excluded.places
""")
_DROP_PLACES = text("""
    DELETE FROM school_places AS known WHERE known.uai = ANY(:listed) AND NOT EXISTS (
        SELECT FROM unnest(CAST(:uais AS text[]), CAST(:years AS int[]), CAST(:levels AS text[]))
            AS stated (uai, year, level)
        WHERE stated.uai = known.uai AND stated.year = known.school_year AND stated.level = known.level
    )
""")


class SqlSchools:
    """Schools in the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def replace_all(self, schools: Sequence[School]) -> int:
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
                    "head": school.head,
                },
            )
            changed += put.rowcount
        closed = await self._connection.execute(_CLOSE, {"listed": [school.uai for school in schools]})
        return changed + closed.rowcount + await self._replace_places(schools)

    async def _replace_places(self, schools: Sequence[School]) -> int:
        """A closed school keeps what was stated of it."""
        stated = [
            {"uai": school.uai, "school_year": year, "level": level.value, "places": places}
            for school in schools
            for (year, level), places in school.places.items()
        ]
        changed = 0
        for places in stated:
            changed += (await self._connection.execute(_PUT_PLACES, places)).rowcount
        dropped = await self._connection.execute(
            _DROP_PLACES,
            {
                "listed": [school.uai for school in schools],
                "uais": [places["uai"] for places in stated],
                "years": [places["school_year"] for places in stated],
                "levels": [places["level"] for places in stated],
            },
        )
        return changed + dropped.rowcount
