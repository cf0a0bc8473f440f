"""An agent begins the draft of a family that comes to the counter, looks for those begun, or gives one up."""

from services.household.application.erase_draft import erase_draft
from services.household.application.ports import UnitOfWork
from services.household.domain.agent import Agent, Permission
from services.household.domain.draft import Draft
from services.household.domain.ids import RegistrationId


async def open_counter_draft(registration_id: RegistrationId, agent: Agent, uow: UnitOfWork) -> None:
    """`registration_id` is new."""
    agent.require(Permission.REGISTER)
    async with uow:
        await uow.drafts.save(Draft(registration_id, opened_by=agent.id))
        uow.note(agent.reference, "registration.opened", f"registration:{registration_id}")
        await uow.commit()


async def note_looking_at_counter_drafts(agent: Agent, uow: UnitOfWork) -> None:
    """Committed before anything is shown."""
    agent.require(Permission.REGISTER)
    async with uow:
        uow.note(agent.reference, "counter_drafts.listed", "registrations:counter")
        await uow.commit()


async def give_up_counter_draft(registration_id: RegistrationId, agent: Agent, uow: UnitOfWork) -> None:
    """Raises NotFound for a family's own draft and for none, DraftSubmitted."""
    agent.require(Permission.REGISTER)
    await erase_draft(registration_id, agent.id, agent.reference, uow)
