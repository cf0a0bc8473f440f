"""An agent opens a request, which its family cannot take back then, or looks through the list: both are audited."""

from uuid import UUID

from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.agent import Agent, Permission


async def open_pre_registration(request_id: UUID, agent: Agent, uow: UnitOfWork) -> None:
    """Committed before anything is shown. Raises Forbidden, NotFound."""
    agent.require(Permission.READ)
    async with uow:
        request = await uow.pre_registrations.get(request_id)
        if request.open(agent.id, await uow.moment()):
            await uow.pre_registrations.save(request)
        uow.note(
            agent.reference, "pre_registration.read", f"pre_registration:{request.id}", family_id=request.family_id
        )
        await uow.commit()


async def note_listing(stage: str, agent: Agent, uow: UnitOfWork) -> None:
    """Committed before anything is shown. Raises Forbidden."""
    agent.require(Permission.READ)
    async with uow:
        uow.note(agent.reference, "pre_registrations.listed", f"pre_registrations:{stage}")
        await uow.commit()
