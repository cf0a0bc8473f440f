"""Somebody who creates a family takes an adult or a child out again."""

from services.household.application.keep_draft_member import read_draft
from services.household.application.locality import Locality
from services.household.application.ports import UnitOfWork
from services.household.domain.ids import AdultId, ChildId, RegistrationId


async def remove_draft_adult(
    registration_id: RegistrationId, version: int, adult_id: AdultId, uow: UnitOfWork, locality: Locality
) -> int:
    """Returns the draft's new version."""
    async with uow:
        draft = await read_draft(registration_id, version, uow)
        left = [adult for adult in draft.adults if adult != adult_id]
        draft.remove_adult(adult_id, await locality.circumstances(uow.town_data, [], left))
        await uow.drafts.save(draft)
        await uow.commit()
    return draft.version


async def remove_draft_child(registration_id: RegistrationId, version: int, child_id: ChildId, uow: UnitOfWork) -> int:
    """Returns the draft's new version."""
    async with uow:
        draft = await read_draft(registration_id, version, uow)
        draft.remove_child(child_id)
        await uow.drafts.save(draft)
        await uow.commit()
    return draft.version
