"""Places as agents see them, and a family's rank on a waiting list."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.api.schemas import SchoolNameOut
from services.schooling.api.schemas_agents import PlacesOut
from services.schooling.domain.pre_registration import PreRegistration

_PLACES = text("""
    SELECT schools.uai, schools.name, levels.level, stated.places,
           (SELECT count(*) FROM seats WHERE seats.uai = schools.uai AND seats.school_year = :school_year
               AND seats.level = levels.level AND NOT held) AS taken,
           (SELECT count(*) FROM seats WHERE seats.uai = schools.uai AND seats.school_year = :school_year
               AND seats.level = levels.level AND held) AS held,
           (SELECT count(*) FROM pre_registrations AS asked WHERE asked.waiting_for = schools.uai
               AND asked.school_year = :school_year AND asked.level = levels.level) AS waiting
      FROM schools
     CROSS JOIN LATERAL unnest(schools.levels) WITH ORDINALITY AS levels (level, place)
      LEFT JOIN school_places AS stated ON stated.uai = schools.uai AND stated.school_year = :school_year
                                       AND stated.level = levels.level
     WHERE schools.open ORDER BY schools.position, levels.place
""")
_RANK = text("""
    SELECT count(*) + 1 FROM pre_registrations AS before
     WHERE before.waiting_for = :uai AND before.school_year = :school_year AND before.level = :level
       AND (before.waiting_since, before.id) < (:since, :id)
""")


async def list_places(connection: AsyncConnection, school_year: int) -> list[PlacesOut]:
    """Every open school and each of its levels."""
    rows = await connection.execute(_PLACES, {"school_year": school_year})
    return [
        PlacesOut(
            school=SchoolNameOut(uai=row.uai, name=row.name),
            school_year=school_year,
            level=row.level,
            places=row.places,
            taken=row.taken,
            held=row.held,
            waiting=row.waiting,
            free=None if row.places is None else max(0, row.places - row.taken - row.held),
        )
        for row in rows
    ]


async def rank_of(connection: AsyncConnection, request: PreRegistration) -> int | None:
    """1 is the first; None for a request that does not wait."""
    if (waiting := request.waiting) is None:
        return None
    asked = {
        "uai": waiting.uai,
        "school_year": request.school_year,
        "level": request.level.value,
        "since": waiting.since,
        "id": request.id,
    }
    rank: int = (await connection.execute(_RANK, asked)).scalar_one()
    return rank
