"""Somebody who creates a family writes about an adult or a child."""

from dataclasses import dataclass

from libs.domain.errors import StaleVersion
from services.household.application.locality import Locality
from services.household.application.ports import UnitOfWork
from services.household.domain.checking import Typed
from services.household.domain.draft import Draft
from services.household.domain.ids import AdultId, AgentId, ChildId, RegistrationId


@dataclass(frozen=True)
class Writing:
    """What was typed in one form.

    Attributes:
        version: of the draft as the person read it.
        checked: refuse what breaks a rule instead of keeping it as typed.
        agent: who writes at the counter; None when the family does.
    """

    registration_id: RegistrationId
    version: int
    typed: Typed
    checked: bool
    agent: AgentId | None = None


async def keep_draft_adult(adult_id: AdultId, writing: Writing, uow: UnitOfWork, locality: Locality) -> int:
    """Returns the draft's new version."""
    async with uow:
        draft = await read_draft(writing.registration_id, writing.version, writing.agent, uow)
        circumstances = await locality.circumstances(uow.town_data, [writing.typed])
        draft.keep_adult(adult_id, writing.typed, circumstances, checked=writing.checked)
        await uow.drafts.save(draft)
        await uow.commit()
    return draft.version


async def keep_draft_child(child_id: ChildId, writing: Writing, uow: UnitOfWork, locality: Locality) -> int:
    """Returns the draft's new version."""
    async with uow:
        draft = await read_draft(writing.registration_id, writing.version, writing.agent, uow)
        circumstances = await locality.circumstances(uow.town_data, [], draft.adults.keys())
        draft.keep_child(child_id, writing.typed, circumstances, checked=writing.checked)
        await uow.drafts.save(draft)
        await uow.commit()
    return draft.version


async def read_draft(registration_id: RegistrationId, version: int, agent: AgentId | None, uow: UnitOfWork) -> Draft:
    """The draft, provided it is still the one that the person read. Raises NotFound, StaleVersion."""
    draft = await uow.drafts.get(registration_id)
    draft.require_writer(agent)
    if draft.version != version and draft.outcome is None:
        raise StaleVersion
    return draft
