"""The schooling of a family's children as that family reads it."""

from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.adapters.children import child_of
from services.schooling.adapters.families import SqlFamilies
from services.schooling.adapters.queries_family_requests import request_lines
from services.schooling.adapters.situations import SqlSituations
from services.schooling.api.schemas_families import (
    ChildSchoolingOut,
    EnrolmentOut,
    RequestLineOut,
)
from services.schooling.api.target_answers import school_name, target_out
from services.schooling.application.situation import Situation, target_of
from services.schooling.domain.child import Child
from services.schooling.domain.enrolment import STATUS_WORDS, EnrolmentStatus
from services.schooling.domain.family import Family
from services.schooling.domain.french_days import year_in_words
from services.schooling.domain.town_map import TownMap

_CHILDREN = text("""
    SELECT * FROM children WHERE family_ids @> ARRAY[CAST(:family_id AS uuid)] ORDER BY birth_date, child_id
""")
_ENROLMENTS = text("""
    SELECT school_year, uai, level, status, since FROM enrolments
     WHERE child_id = :child_id AND school_year IN (:this_year, :this_year + 1)
""")


class SchoolingReader:
    """Reads for one answer.

    Args:
        school_year: this year's; the next one is shown beside it.
    """

    def __init__(self, connection: AsyncConnection, town: TownMap, school_year: int) -> None:
        self._connection = connection
        self._town = town
        self._years = (school_year, school_year + 1)

    async def of_family(self, family_id: UUID) -> list[ChildSchoolingOut]:
        """Every child, oldest first; none of a family that schooling has not heard of yet."""
        family = await SqlFamilies(self._connection).get(family_id)
        if family is None:
            return []
        return [await self._child(child, family, None) for child in await self._children(family_id)]

    async def of_child(
        self, family_id: UUID, child_id: UUID, *, enrolled_before: bool | None
    ) -> ChildSchoolingOut | None:
        """None for a child who is not of this family."""
        family = await SqlFamilies(self._connection).get(family_id)
        child = next((child for child in await self._children(family_id) if child.id == child_id), None)
        return await self._child(child, family, enrolled_before) if child and family else None

    async def _children(self, family_id: UUID) -> list[Child]:
        return [child_of(row) for row in await self._connection.execute(_CHILDREN, {"family_id": family_id})]

    async def _child(self, child: Child, family: Family, enrolled_before: bool | None) -> ChildSchoolingOut:
        situations = SqlSituations(self._connection)
        by_year = {year: await situations.of(child.id, family.id, year) for year in self._years}
        asked = {"child_id": child.id, "this_year": self._years[0]}
        enrolled = {row.school_year: row for row in await self._connection.execute(_ENROLMENTS, asked)}
        own = await request_lines(self._connection, family.id, child.id)
        this_year, next_year = (self._enrolment(year, enrolled.get(year), by_year[year], own) for year in self._years)
        targets = [
            target_of(child, family, by_year[year], self._town, enrolled_before=enrolled_before)
            for year in self._years
            if year in self._town.rentrees
        ]
        return ChildSchoolingOut(
            child_id=child.id,
            first_name=child.first_name,
            last_name=child.last_name,
            birth_date=child.birth_date,
            this_year=this_year,
            next_year=next_year,
            targets=[target_out(target, family, self._town) for target in targets],
            requests=own,
        )

    def _enrolment(
        self, year: int, row: Row[tuple[object, ...]] | None, situation: Situation, own: list[RequestLineOut]
    ) -> EnrolmentOut:
        status = EnrolmentStatus(row.status) if row else EnrolmentStatus.NONE
        if status in (EnrolmentStatus.NONE, EnrolmentStatus.STRUCK_OFF):
            status = _asked(situation, own) or status
        shown = row if row is not None and status.value == row.status else None
        return EnrolmentOut(
            school_year=year,
            school_year_label=year_in_words(year),
            status=status.value,
            label=STATUS_WORDS[status],
            school=school_name(shown.uai, self._town) if shown else None,
            level=shown.level if shown else None,
            since=shown.since if shown else None,
        )


def _asked(situation: Situation, own: list[RequestLineOut]) -> EnrolmentStatus | None:
    """By an open request; what the other home asks for shows as a pre-registration, whatever it is."""
    if situation.own_request:
        kind = next((line.kind for line in own if line.id == situation.own_request), "sector")
        return EnrolmentStatus.PRE_REGISTERED if kind == "sector" else EnrolmentStatus.DEROGATION
    return EnrolmentStatus.PRE_REGISTERED if situation.other_request else None
