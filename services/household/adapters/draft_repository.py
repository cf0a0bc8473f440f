"""Drafts: what was typed rests as JSON, since nothing but the draft itself ever looks into it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import StaleVersion
from services.household.adapters.saving import update_under_version
from services.household.adapters.seen import Seen
from services.household.adapters.tables import DRAFTS, FAMILIES
from services.household.application.ports import Drafts
from services.household.domain.draft import Draft, Member, Outcome
from services.household.domain.ids import AdultId, AgentId, ChildId, FamilyId, RegistrationId


class SqlDrafts(Drafts):
    """`idle_hours` is the town's delay after the last write."""

    def __init__(self, connection: AsyncConnection, seen: Seen, idle_hours: int) -> None:
        self._connection = connection
        self._seen = seen
        self._idle_hours = idle_hours

    async def get(self, registration_id: RegistrationId) -> Draft:
        query = select(DRAFTS).where(DRAFTS.c.registration_id == registration_id).with_for_update()
        row = (await self._connection.execute(query)).one_or_none()
        draft = draft_from_row(row) if row else await self._not_there(registration_id)
        self._seen(draft)
        return draft

    async def save(self, draft: Draft) -> None:
        if draft.version:
            identity = {"registration_id": draft.id}
            await update_under_version(self._connection, DRAFTS, identity, draft, _columns(draft))
            return
        draft.version = 1
        opened = {"opened_by": draft.opened_by, "opened_at": func.now()} if draft.opened_by else {}
        values = {"registration_id": draft.id, "version": 1, **opened, **_columns(draft)}
        new = insert(DRAFTS).values(values).on_conflict_do_nothing()
        if (await self._connection.execute(new)).rowcount == 0:
            raise StaleVersion

    async def idle(self, most: int) -> Sequence[Draft]:
        query = (
            select(DRAFTS)
            .where(DRAFTS.c.written_at < func.now() - func.make_interval(0, 0, 0, 0, self._idle_hours))
            .order_by(DRAFTS.c.written_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        drafts = [draft_from_row(row) for row in await self._connection.execute(query)]
        for draft in drafts:
            self._seen(draft)
        return drafts

    async def forget(self, draft: Draft) -> None:
        await self._connection.execute(DRAFTS.delete().where(DRAFTS.c.registration_id == draft.id))

    async def forget_family(self, family_id: FamilyId) -> None:
        await self._connection.execute(DRAFTS.delete().where(DRAFTS.c.family_id == family_id))

    async def _not_there(self, registration_id: RegistrationId) -> Draft:
        """Never written, or handed in and forgotten since."""
        query = select(FAMILIES).where(FAMILIES.c.registration_id == registration_id)
        family = (await self._connection.execute(query)).one_or_none()
        if family is None:
            return Draft(registration_id)
        outcome = Outcome(FamilyId(family.id), family.code)
        return Draft(registration_id, outcome=outcome, opened_by=_agent(family.registered_by))


def draft_from_row(row: Row[Any]) -> Draft:
    """The draft that a row of `drafts` holds."""
    outcome = Outcome(FamilyId(row.family_id), row.family_code) if row.family_id else None
    return Draft(
        RegistrationId(row.registration_id),
        adults={AdultId(key): member for key, member in _members(row.adults)},
        children={ChildId(key): member for key, member in _members(row.children)},
        outcome=outcome,
        opened_by=_agent(row.opened_by),
        version=row.version,
    )


def _agent(agent_id: UUID | None) -> AgentId | None:
    return AgentId(agent_id) if agent_id else None


def _columns(draft: Draft) -> dict[str, Any]:
    return {
        "adults": _json(draft.adults),
        "children": _json(draft.children),
        "family_id": draft.outcome and draft.outcome.family_id,
        "family_code": draft.outcome and draft.outcome.family_code,
        "written_at": func.now(),
    }


def _members(rows: list[dict[str, Any]]) -> list[tuple[UUID, Member]]:
    return [(UUID(row["id"]), Member(row["typed"], complete=row["complete"])) for row in rows]


def _json(members: Mapping[Any, Member]) -> list[dict[str, Any]]:
    return [{"id": str(key), "typed": member.typed, "complete": member.complete} for key, member in members.items()]
