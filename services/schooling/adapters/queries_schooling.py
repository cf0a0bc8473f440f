"""The schooling of a family's children as that family reads it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.adapters.children import child_of
from services.schooling.adapters.families import SqlFamilies
from services.schooling.adapters.queries_family_requests import request_lines
from services.schooling.adapters.situations import SqlSituations
from services.schooling.api.schemas_children import ChildSchoolingOut, EnrolmentOut
from services.schooling.api.schemas_family_requests import RequestLineOut
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
    SELECT child_id, school_year, uai, level, status, since, provisional FROM enrolments
     WHERE child_id = ANY (:child_ids) AND school_year = ANY (:years)
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
        return await self._of(await self._children(family_id), family, None) if family else []

    async def of_child(
        self, family_id: UUID, child_id: UUID, *, enrolled_before: bool | None
    ) -> ChildSchoolingOut | None:
        """None for a child who is not of this family."""
        family = await SqlFamilies(self._connection).get(family_id)
        own = [child for child in await self._children(family_id) if child.id == child_id]
        return (await self._of(own, family, enrolled_before))[0] if own and family else None

    async def _children(self, family_id: UUID) -> list[Child]:
        return [child_of(row) for row in await self._connection.execute(_CHILDREN, {"family_id": family_id})]

    async def _of(
        self, children: Sequence[Child], family: Family, enrolled_before: bool | None
    ) -> list[ChildSchoolingOut]:
        """One statement for each kind of fact, however many children there are."""
        if not children:
            return []
        ids = [child.id for child in children]
        situations = await SqlSituations(self._connection).of_all(ids, family.id, self._years)
        held = await self._connection.execute(_ENROLMENTS, {"child_ids": ids, "years": list(self._years)})
        enrolled = {(row.child_id, row.school_year): row for row in held}
        lines = await request_lines(self._connection, family.id)
        return [
            self._child(
                child,
                family,
                {year: situations[child.id, year] for year in self._years},
                {year: enrolled.get((child.id, year)) for year in self._years},
                [line for child_id, line in lines if child_id == child.id],
                enrolled_before,
            )
            for child in children
        ]

    def _child(
        self,
        child: Child,
        family: Family,
        by_year: Mapping[int, Situation],
        enrolled: Mapping[int, Row[Any] | None],
        own: list[RequestLineOut],
        enrolled_before: bool | None,
    ) -> ChildSchoolingOut:
        this_year, next_year = (self._enrolment(year, enrolled[year], by_year[year], own) for year in self._years)
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
        self, year: int, row: Row[Any] | None, situation: Situation, own: list[RequestLineOut]
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
            provisional=bool(shown and shown.provisional),
        )


def _asked(situation: Situation, own: list[RequestLineOut]) -> EnrolmentStatus | None:
    """By an open request; what the other home asks for shows as a pre-registration, whatever it is."""
    if situation.own_request:
        kind = next((line.kind for line in own if line.id == situation.own_request), "sector")
        return EnrolmentStatus.PRE_REGISTERED if kind == "sector" else EnrolmentStatus.DEROGATION
    return EnrolmentStatus.PRE_REGISTERED if situation.other_request else None
