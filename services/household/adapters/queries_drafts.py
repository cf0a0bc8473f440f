"""A draft as its registration reads it."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.household.adapters.draft_repository import draft_from_row
from services.household.adapters.tables import DRAFTS, FAMILIES
from services.household.api.schemas_drafts import DraftOut, FamilyOut, MemberOut
from services.household.domain.draft import Draft
from services.household.domain.ids import RegistrationId


async def get_draft(connection: AsyncConnection, registration_id: UUID, draft_hours: int) -> DraftOut:
    """An empty open one of version 0 before the first write; the family it became, once it is forgotten."""
    expires_at = (DRAFTS.c.written_at + func.make_interval(0, 0, 0, 0, draft_hours)).label("expires_at")
    query = select(DRAFTS, expires_at).where(DRAFTS.c.registration_id == registration_id)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return await _not_there(connection, registration_id)
    draft = draft_from_row(row)
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
    )


async def get_registered_family(connection: AsyncConnection, registration_id: UUID) -> FamilyOut | None:
    """The family that a registration became."""
    query = select(FAMILIES.c.id, FAMILIES.c.code).where(FAMILIES.c.registration_id == registration_id)
    row = (await connection.execute(query)).one_or_none()
    return FamilyOut(family_id=row.id, family_code=row.code) if row else None


async def _not_there(connection: AsyncConnection, registration_id: UUID) -> DraftOut:
    family = await get_registered_family(connection, registration_id)
    return DraftOut(
        version=0,
        state="submitted" if family else "open",
        family_code=family.family_code if family else None,
        family_id=family.family_id if family else None,
        adults=[],
        children=[],
        missing=[] if family else Draft(RegistrationId(registration_id)).missing,
        expires_at=None,
    )
