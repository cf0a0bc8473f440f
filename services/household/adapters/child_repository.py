"""Children, their homes and their guardianships."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import NotFound
from services.household.adapters.saving import insert_with_own_id, update_under_version
from services.household.adapters.seen import Seen
from services.household.adapters.tables import CHILDREN, GUARDIANSHIPS, HOMES, LINK_CODES
from services.household.application.ports import Children
from services.household.domain.child import Child, Disagreement
from services.household.domain.guardians import Guardianship
from services.household.domain.guardianship_states import GuardianshipState
from services.household.domain.ids import AdultId, AgentId, ChildId, FamilyId


class SqlChildren(Children):
    def __init__(self, connection: AsyncConnection, seen: Seen) -> None:
        self._connection = connection
        self._seen = seen

    async def add(self, child: Child) -> None:
        child.version = 1
        await insert_with_own_id(self._connection, CHILDREN, [child_row(child)])
        await self._connection.execute(HOMES.insert(), home_rows(child))
        await self._write_guardianships(child)
        self._seen(child)

    async def get(self, child_id: ChildId) -> Child:
        query = select(CHILDREN).where(CHILDREN.c.id == child_id).with_for_update()
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            raise NotFound
        homes = select(HOMES.c.family_id).where(HOMES.c.child_id == child_id).order_by(HOMES.c.since)
        held = select(GUARDIANSHIPS).where(GUARDIANSHIPS.c.child_id == child_id)
        child = Child(
            ChildId(row.id),
            row.last_name,
            row.first_name,
            row.sex,
            row.birth_date,
            row.birth_place,
            row.validated,
            [FamilyId(family_id) for family_id in await self._connection.scalars(homes)],
            [_guardianship(found) for found in await self._connection.execute(held)],
            _disagreement(row),
            version=row.version,
        )
        self._seen(child)
        return child

    async def of_family(self, family_id: FamilyId) -> Sequence[Child]:
        at_home = select(HOMES.c.child_id).where(HOMES.c.family_id == family_id).order_by(HOMES.c.child_id)
        return [await self.get(ChildId(child_id)) for child_id in (await self._connection.scalars(at_home)).all()]

    async def save(self, child: Child) -> None:
        await update_under_version(self._connection, CHILDREN, {"id": child.id}, child, _columns(child))
        await self._connection.execute(
            HOMES.delete().where(HOMES.c.child_id == child.id, HOMES.c.family_id.not_in(child.homes))
        )
        if child.homes:
            await self._connection.execute(insert(HOMES).values(home_rows(child)).on_conflict_do_nothing())
        await self._connection.execute(GUARDIANSHIPS.delete().where(GUARDIANSHIPS.c.child_id == child.id))
        await self._write_guardianships(child)

    async def forget(self, child: Child) -> None:
        for table in (LINK_CODES, GUARDIANSHIPS, HOMES):
            await self._connection.execute(table.delete().where(table.c.child_id == child.id))
        await self._connection.execute(CHILDREN.delete().where(CHILDREN.c.id == child.id))

    async def _write_guardianships(self, child: Child) -> None:
        if rows := guardianship_rows(child):
            await self._connection.execute(GUARDIANSHIPS.insert(), rows)


def child_row(child: Child) -> dict[str, Any]:
    """The columns of `children` for a new one."""
    return {"id": child.id, "version": child.version, **_columns(child)}


def home_rows(child: Child) -> list[dict[str, Any]]:
    """The rows of `homes`, since now."""
    return [{"child_id": child.id, "family_id": family_id} for family_id in child.homes]


def guardianship_rows(child: Child) -> list[dict[str, Any]]:
    """The rows of `guardianships`."""
    return [
        {
            "child_id": child.id,
            "family_id": held.family_id,
            "adult_id": held.adult_id,
            "elsewhere_last_name": held.elsewhere_last_name,
            "elsewhere_first_name": held.elsewhere_first_name,
            "elsewhere_link": held.elsewhere_link,
            "elsewhere_telephone": held.elsewhere_telephone,
            "elsewhere_email": held.elsewhere_email,
            "elsewhere_address": held.elsewhere_address,
            "states": sorted(held.states),
        }
        for held in child.guardianships
    ]


def _columns(child: Child) -> dict[str, Any]:
    said = child.disagreement
    return {
        "last_name": child.last_name,
        "first_name": child.first_name,
        "sex": child.sex,
        "birth_date": child.birth_date,
        "birth_place": child.birth_place,
        "validated": child.validated,
        "disagreement_reason": said.reason if said else None,
        "disagreement_by": said.by if said else None,
        "disagreement_at": said.at if said else None,
    }


def _disagreement(row: Any) -> Disagreement | None:
    if row.disagreement_reason is None:
        return None
    return Disagreement(row.disagreement_reason, AgentId(row.disagreement_by), row.disagreement_at)


def _guardianship(row: Any) -> Guardianship:
    return Guardianship(
        FamilyId(row.family_id),
        AdultId(row.adult_id) if row.adult_id else None,
        row.elsewhere_last_name,
        row.elsewhere_first_name,
        row.elsewhere_link,
        row.elsewhere_telephone,
        row.elsewhere_email,
        row.elsewhere_address,
        frozenset(GuardianshipState(state) for state in row.states),
    )
