"""The school is full: an agent puts a request on its waiting list, or takes it off."""

from uuid import UUID

from services.schooling.application.decide_pre_registration import deciding
from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.agent import Agent


async def start_waiting(request_id: UUID, agent: Agent, uow: UnitOfWork) -> None:
    """For the school where what is decided so far leads. Raises SchoolUndetermined."""
    async with deciding(request_id, agent, uow, "waiting.started") as request:
        request.wait(await uow.moment())


async def stop_waiting(request_id: UUID, agent: Agent, uow: UnitOfWork) -> None:
    async with deciding(request_id, agent, uow, "waiting.ended") as request:
        request.stop_waiting()
