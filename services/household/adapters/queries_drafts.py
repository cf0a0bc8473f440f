"""A draft as its registration reads it."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import NotFound
from services.household.adapters.draft_repository import draft_from_row
from services.household.adapters.queries_records import get_dashboard
from services.household.adapters.tables import DRAFTS, FAMILIES
from services.household.api.schemas_drafts import DraftOut, FamilyOut, MemberOut
from services.household.domain.draft import Draft, Outcome
from services.household.domain.ids import AgentId, FamilyId, RegistrationId


async def get_draft(
    connection: AsyncConnection, registration_id: UUID, agent: AgentId | None, draft_hours: int
) -> DraftOut:
    """An empty open one of version 0 before the first write; the family it became, once it is forgotten.

    Args:
        agent: who writes at the counter; None when the family does.
        draft_hours: how long an untouched draft is kept.

    Raises:
        NotFound: the draft is not this writer's.
    """
    expires_at = (DRAFTS.c.written_at + func.make_interval(0, 0, 0, 0, draft_hours)).label("expires_at")
    query = select(DRAFTS, expires_at).where(DRAFTS.c.registration_id == registration_id)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return await _not_there(connection, registration_id, agent)
    draft = draft_from_row(row)
    draft.require_writer(agent)
    return DraftOut(
        version=draft.version,
        state="submitted" if draft.outcome else "open",
        family_code=draft.outcome and draft.outcome.family_code,
        family_id=draft.outcome and draft.outcome.family_id,
        adults=[MemberOut(id=key, typed=found.typed, complete=found.complete) for key, found in draft.adults.items()],
        children=[
            MemberOut(id=key, typed=found.typed, complete=found.complete) for key, found in draft.children.items()
        ],
        missing=[] if draft.outcome else draft.missing,
        expires_at=row.expires_at,
        to_complete=await _to_complete(connection, draft.outcome),
    )


async def get_registered_family(connection: AsyncConnection, registration_id: UUID) -> FamilyOut | None:
    """The family that a registration became."""
    query = select(FAMILIES.c.id, FAMILIES.c.code).where(FAMILIES.c.registration_id == registration_id)
    row = (await connection.execute(query)).one_or_none()
    return FamilyOut(family_id=row.id, family_code=row.code) if row else None


async def _not_there(connection: AsyncConnection, registration_id: UUID, agent: AgentId | None) -> DraftOut:
    query = select(FAMILIES.c.id, FAMILIES.c.code, FAMILIES.c.registered_by)
    family = (await connection.execute(query.where(FAMILIES.c.registration_id == registration_id))).one_or_none()
    if (agent is None) != (family is None or family.registered_by is None):
        raise NotFound
    outcome = Outcome(FamilyId(family.id), family.code) if family else None
    return DraftOut(
        version=0,
        state="submitted" if outcome else "open",
        family_code=outcome and outcome.family_code,
        family_id=outcome and outcome.family_id,
        adults=[],
        children=[],
        missing=[] if outcome else Draft(RegistrationId(registration_id)).missing,
        expires_at=None,
        to_complete=await _to_complete(connection, outcome),
    )


async def _to_complete(connection: AsyncConnection, outcome: Outcome | None) -> int | None:
    """How many records of the family that the draft became are red."""
    dashboard = await get_dashboard(connection, outcome.family_id) if outcome else None
    return None if dashboard is None else sum(record.light == "red" for record in dashboard.records)
