"""Somebody who creates a family takes an adult or a child out again."""

from dataclasses import dataclass

from services.household.application.keep_draft_member import read_draft
from services.household.application.locality import Locality
from services.household.application.ports import UnitOfWork
from services.household.domain.ids import AdultId, AgentId, ChildId, RegistrationId


@dataclass(frozen=True)
class Removing:
    """`version` is the draft's as the person read it; `agent` writes at the counter, None when the family does."""

    registration_id: RegistrationId
    version: int
    agent: AgentId | None = None


async def remove_draft_adult(adult_id: AdultId, removing: Removing, uow: UnitOfWork, locality: Locality) -> int:
    """Returns the draft's new version."""
    async with uow:
        draft = await read_draft(removing.registration_id, removing.version, removing.agent, uow)
        left = [adult for adult in draft.adults if adult != adult_id]
        draft.remove_adult(adult_id, await locality.circumstances(uow.town_data, [], left))
        await uow.drafts.save(draft)
        await uow.commit()
    return draft.version


async def remove_draft_child(child_id: ChildId, removing: Removing, uow: UnitOfWork) -> int:
    """Returns the draft's new version."""
    async with uow:
        draft = await read_draft(removing.registration_id, removing.version, removing.agent, uow)
        draft.remove_child(child_id)
        await uow.drafts.save(draft)
        await uow.commit()
    return draft.version
