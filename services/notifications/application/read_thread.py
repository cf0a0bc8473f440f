"""Somebody opened a thread: what the other side wrote there is read."""

from uuid import UUID

from libs.domain.errors import NotFound
from services.notifications.application.ports import UnitOfWork
from services.notifications.domain.agent import Agent
from services.notifications.domain.desk import Desks
from services.notifications.domain.message import ThreadId


async def read_as_family(family_id: UUID, thread_id: ThreadId, account_id: UUID, uow: UnitOfWork) -> None:
    """The first reading counts; a mail that would announce what was just read stays home. Raises NotFound."""
    async with uow:
        if not await uow.threads.mark_read_by_family(family_id, thread_id, account_id):
            raise NotFound
        await uow.deliveries.supersede_notices(thread_id)
        await uow.commit()


async def read_as_town(thread_id: ThreadId, agent: Agent, desks: Desks, uow: UnitOfWork) -> None:
    """The family sees that its desk read it, and an audit row tells who. Raises Forbidden, NotFound."""
    async with uow:
        thread = await uow.threads.get(thread_id)
        agent.require_desk(thread.desk, desks)
        await uow.threads.mark_read_by_town(thread_id, agent.id)
        uow.note(agent.reference, "thread.read", thread)
        await uow.commit()
