"""An agent settles what becomes of a thread: it is closed, or another desk answers."""

from dataclasses import dataclass

from services.notifications.application.ports import Clock, UnitOfWork
from services.notifications.domain.agent import Agent
from services.notifications.domain.desk import Desks
from services.notifications.domain.message import ThreadId
from services.notifications.domain.thread import Thread


@dataclass(frozen=True)
class SeenThread:
    """A thread as the agent read it."""

    id: ThreadId
    version: int


async def close_thread(seen: SeenThread, agent: Agent, desks: Desks, uow: UnitOfWork, clock: Clock) -> None:
    """Raises Forbidden, NotFound, StaleVersion, AlreadyClosed."""
    async with uow:
        thread = await _load(seen, agent, desks, uow)
        thread.close(clock.now())
        await uow.threads.save(thread)
        uow.note(agent.reference, "thread.closed", thread)
        await uow.commit()


async def move_thread(seen: SeenThread, desk: str, agent: Agent, desks: Desks, uow: UnitOfWork) -> None:
    """Raises Forbidden, NotFound, StaleVersion, UnknownDesk."""
    there = desks.named(desk)
    async with uow:
        thread = await _load(seen, agent, desks, uow)
        thread.move(there.code)
        await uow.threads.save(thread)
        uow.note(agent.reference, "thread.moved", thread)
        await uow.commit()


async def _load(seen: SeenThread, agent: Agent, desks: Desks, uow: UnitOfWork) -> Thread:
    thread = await uow.threads.get(seen.id)
    agent.require_desk(thread.desk, desks)
    thread.read_as(seen.version)
    return thread
