"""A school publishes slots: from the command line for a whole campaign, or by its head."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from libs.domain.errors import NotFound
from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.agent import Agent, Permission
from services.schooling.domain.slot import Slot
from services.schooling.domain.slot_plan import SlotPlan


@dataclass(frozen=True)
class SlotsPublished:
    """What became of the plan.

    Attributes:
        published: how many are new.
        unchanged: how many stand already as planned.
        overlapping: when those begin that another slot of the school stands in the way of; they are left out.
        past: how many lie in the past; they are left out.
    """

    published: int
    unchanged: int
    overlapping: Sequence[datetime]
    past: int


async def publish_slots(plan: SlotPlan, agent: Agent, uow: UnitOfWork) -> SlotsPublished:
    """Raises Forbidden, Invalid, NotFound: no such open school."""
    agent.require_at(Permission.APPOINTMENTS, plan.uai)
    return await publish(plan, agent.reference, uow)


async def publish(plan: SlotPlan, by: str, uow: UnitOfWork, *, dry_run: bool = False) -> SlotsPublished:
    """The same plan again changes nothing. Raises Invalid, NotFound."""
    plan.check()
    planned = list(plan.slots())
    async with uow:
        if not await uow.slots.hold_school(plan.uai):
            raise NotFound
        done, new = await _compare(planned, uow)
        if new and not dry_run:
            await uow.slots.add(new, by)
            uow.note(by, "slots.published", f"school:{plan.uai}", slots=len(new))
            await uow.commit()
    return done


async def _compare(planned: Sequence[Slot], uow: UnitOfWork) -> tuple[SlotsPublished, list[Slot]]:
    if not planned:
        return SlotsPublished(0, 0, (), 0), []
    now = await uow.moment()
    known = await uow.slots.between(planned[0].uai, planned[0].starts_at, planned[-1].ends_at)
    standing = {(slot.starts_at, slot.minutes): slot for slot in known}
    future = [slot for slot in planned if slot.starts_at > now]
    unknown = [slot for slot in future if (slot.starts_at, slot.minutes) not in standing]
    crossing = [slot for slot in unknown if any(slot.overlaps(other) for other in known)]
    new = [slot for slot in unknown if slot not in crossing]
    done = SlotsPublished(
        published=len(new),
        unchanged=len(future) - len(unknown),
        overlapping=tuple(slot.starts_at for slot in crossing),
        past=len(planned) - len(future),
    )
    return done, new
