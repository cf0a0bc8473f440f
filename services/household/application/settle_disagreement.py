"""An agent says that a child's homes contradict each other, or that this is settled: shared facts freeze, or thaw."""

from services.household.application.ports import Clock, UnitOfWork
from services.household.domain.agent import Agent, Permission
from services.household.domain.child import Child, Disagreement
from services.household.domain.ids import ChildId, RecordKey, RecordKind


async def flag_disagreement(child_id: ChildId, reason: str, agent: Agent, uow: UnitOfWork, clock: Clock) -> None:
    """`reason` is for agents alone. Raises NotFound."""
    agent.require(Permission.DECIDE)
    async with uow:
        child = await uow.children.get(child_id)
        child.flag(Disagreement(reason, agent.id, clock.now()))
        await _freeze(child, uow, frozen=True)
        uow.note(agent.reference, "child.disagreement_flagged", f"child:{child.id}")
        await uow.commit()


async def lift_disagreement(child_id: ChildId, agent: Agent, uow: UnitOfWork) -> None:
    """Twice is fine. Raises NotFound."""
    agent.require(Permission.DECIDE)
    async with uow:
        child = await uow.children.get(child_id)
        child.lift()
        await _freeze(child, uow, frozen=False)
        uow.note(agent.reference, "child.disagreement_lifted", f"child:{child.id}")
        await uow.commit()


async def _freeze(child: Child, uow: UnitOfWork, *, frozen: bool) -> None:
    await uow.children.save(child)
    for home in sorted(child.homes):
        for kind in (RecordKind.CHILD, RecordKind.HEALTH):
            record = await uow.records.get(home, RecordKey(kind, child.id))
            record.frozen = frozen
            await uow.records.save(record)
