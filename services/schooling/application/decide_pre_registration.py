"""An agent decides on a request: level, school, advice of the commission, decisions; it can change until the end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from libs.domain.errors import FieldError, Invalid
from services.schooling.application.ports import TownMaps, UnitOfWork
from services.schooling.domain.agent import Agent, Permission
from services.schooling.domain.decisions import Advice, Choice, Decision, Opinion, RefusalReason, require_teaches
from services.schooling.domain.level import Level
from services.schooling.domain.pre_registration import PreRegistration
from services.schooling.domain.request_kind import RequestKind
from services.schooling.domain.town_map import TownMap


@dataclass(frozen=True)
class DecideRequest:
    """`reason_code` and `comment`: a refusal has both."""

    request_id: UUID
    choice: Choice
    reason_code: str | None
    comment: str | None


async def settle_level(request_id: UUID, level: Level, reason: str, agent: Agent, uow: UnitOfWork) -> None:
    async with deciding(request_id, agent, uow, "level.settled", level=level.value) as request:
        request.settle_level(level, reason, agent.id, await uow.moment())


async def determine_school(
    request_id: UUID, uai: str, reason: str, agent: Agent, uow: UnitOfWork, maps: TownMaps
) -> None:
    """Raises Invalid: no such open school, or it does not teach the level."""
    town = await maps.current()
    async with deciding(request_id, agent, uow, "school.determined", school=uai) as request:
        require_taught(town, uai, request.level, "school")
        request.determine_school(uai, reason, agent.id, await uow.moment())


async def record_advice(
    request_id: UUID, opinion: Opinion, held_on: date, comment: str | None, agent: Agent, uow: UnitOfWork
) -> None:
    """Raises Invalid: the commission did not sit that day for that school year."""
    async with deciding(request_id, agent, uow, "advice.recorded", opinion=opinion.value) as request:
        if not await uow.procedure.session_on(request.school_year, held_on):
            raise Invalid(errors=[FieldError("held_on", "no-session")])
        request.advise(Advice(opinion, held_on, comment, agent.id, await uow.moment()))


async def decide_pre_registration(command: DecideRequest, agent: Agent, uow: UnitOfWork) -> None:
    """On the sector's pre-registration."""
    action = f"pre_registration.{command.choice}"
    async with deciding(command.request_id, agent, uow, action, reason=command.reason_code) as request:
        request.decide(await _decision(command, "pre_registration", agent, uow))


async def decide_derogation(command: DecideRequest, agent: Agent, uow: UnitOfWork) -> None:
    """On the other school: the maire's decision, after the commission's advice. Raises DerogationFrozen."""
    action = f"derogation.{command.choice}"
    async with deciding(command.request_id, agent, uow, action, reason=command.reason_code) as request:
        on = "outside" if request.kind is RequestKind.OUTSIDE else "derogation"
        child = await uow.children.hold(request.child_id)
        decision = await _decision(command, on, agent, uow)
        request.decide_derogation(decision, disagreement=child is not None and child.disagreement)


@asynccontextmanager
async def deciding(
    request_id: UUID, agent: Agent, uow: UnitOfWork, action: str, *, reason: str | None = None, **details: str
) -> AsyncIterator[PreRegistration]:
    """The request, held and opened: saved, noted and committed when the block ends well. Raises Forbidden, NotFound."""
    agent.require(Permission.DECIDE)
    async with uow:
        request = await uow.pre_registrations.get(request_id)
        request.open(agent.id, await uow.moment())
        await let_lapse(request, uow)
        yield request
        await uow.pre_registrations.save(request)
        uow.note(
            agent.reference,
            action,
            f"pre_registration:{request.id}",
            family_id=request.family_id,
            reason=reason,
            **details,
        )
        await uow.commit()


async def let_lapse(request: PreRegistration, uow: UnitOfWork) -> None:
    """A proposal whose time is over is over, whether the worker has come by or not."""
    if request.lapse(await uow.moment()):
        await uow.places.release_held(request.id)


def require_taught(town: TownMap, uai: str, level: Level, field: str) -> None:
    """Raises Invalid: no such open school, or it does not teach the level."""
    school = town.schools.open.get(uai)
    if school is None:
        raise Invalid(errors=[FieldError(field, "not-a-choice")])
    require_teaches(school.levels, level, field)


async def _decision(command: DecideRequest, on: str, agent: Agent, uow: UnitOfWork) -> Decision:
    reason: RefusalReason | None = None
    if command.reason_code is not None:
        reason = await uow.procedure.refusal_reason(command.reason_code)
        if reason is None:
            raise Invalid(errors=[FieldError("reason_code", "reason-unknown")])
    return Decision.made(command.choice, reason, command.comment, on=on, by=agent.id, at=await uow.moment())
