"""Régulation: an agent proposes another school, where a place is held meanwhile, or takes the proposal back."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from services.schooling.application.decide_pre_registration import deciding, require_taught
from services.schooling.application.ports import TownMaps, UnitOfWork
from services.schooling.domain.agent import Agent


@dataclass(frozen=True)
class ProposeSchool:
    """`days`: how long the family has to answer; `reminder_days`: how long before that it is reminded."""

    request_id: UUID
    uai: str
    comment: str | None
    days: int
    reminder_days: int


async def propose_school(command: ProposeSchool, agent: Agent, uow: UnitOfWork, maps: TownMaps) -> None:
    """Raises SchoolFull: no place can be held there; Invalid: the school does not teach the level."""
    town = await maps.current()
    async with deciding(command.request_id, agent, uow, "reassignment.proposed", school=command.uai) as request:
        require_taught(town, command.uai, request.level, "school")
        at = await uow.moment()
        until = at + timedelta(days=command.days)
        placement = request.propose(
            command.uai, command.comment, agent.id, at, until, reminder_days=command.reminder_days
        )
        await uow.places.claim(placement, request.school_year, request.child_id, request.id, held=True)


async def take_back_proposal(request_id: UUID, agent: Agent, uow: UnitOfWork) -> None:
    """Raises NoProposal."""
    async with deciding(request_id, agent, uow, "reassignment.taken_back") as request:
        request.take_back_proposal(await uow.moment())
        await uow.places.release_held(request.id)
