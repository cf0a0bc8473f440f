"""Requests of families, for the agents who decide them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.schooling.adapters.queries_request_file import get_request
from services.schooling.adapters.queries_requests import RequestFilter, list_requests
from services.schooling.api.dependencies import CurrentAgent, Deps
from services.schooling.api.schemas import Level as LevelName
from services.schooling.api.schemas import Uai
from services.schooling.api.schemas_agents import (
    AdviceIn,
    DecisionIn,
    LevelIn,
    ProposalIn,
    RequestListOut,
    RequestOut,
    SchoolIn,
    StageFilter,
)
from services.schooling.api.schemas_family_requests import Kind
from services.schooling.application.conclude_pre_registration import conclude_pre_registration
from services.schooling.application.decide_pre_registration import (
    DecideRequest,
    decide_derogation,
    decide_pre_registration,
    determine_school,
    record_advice,
    settle_level,
)
from services.schooling.application.keep_waiting import start_waiting, stop_waiting
from services.schooling.application.propose_school import ProposeSchool, propose_school, take_back_proposal
from services.schooling.application.read_pre_registration import note_listing, open_pre_registration
from services.schooling.domain.decisions import Choice, Opinion
from services.schooling.domain.level import Level

router = APIRouter(prefix="/pre-registrations", tags=["pre-registrations"], responses=problems(401, 403, 404))
_ONE = "/{pre_registration_id}"


@router.get("", operation_id="list_pre_registrations", responses=problems(422))
async def requests(
    *,
    agent: CurrentAgent,
    deps: Deps,
    stage: Annotated[StageFilter | None, Query()] = "open",
    school_year: Annotated[int | None, Query(ge=2000, le=2100)] = None,
    kind: Annotated[Kind | None, Query()] = None,
    level: Annotated[LevelName | None, Query()] = None,
    school: Annotated[Uai | None, Query()] = None,
    family_code: Annotated[str | None, Query(max_length=20, pattern=r"^[0-9A-Za-z-]*$")] = None,
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 25,
) -> RequestListOut:
    """Oldest first; audited. `stage=open`: all that wait for the town or for a family's answer.

    `school`: where the child would be placed, or the wanted one. `family_code`: how the code begins.
    """
    await note_listing(stage or "all", agent, deps.uow())
    asked = RequestFilter(stage, school_year, kind, level, school, family_code or None, after, limit)
    async with deps.database.reading() as connection:
        return await list_requests(connection, asked, deps.rules.warn_days)


@router.get(_ONE, operation_id="get_pre_registration")
async def request(agent: CurrentAgent, pre_registration_id: UUID, deps: Deps) -> RequestOut:
    """Everything to decide it; audited, and from the first time on its family cannot take it back."""
    await open_pre_registration(pre_registration_id, agent, deps.uow())
    town = await deps.town_map.current()
    async with deps.database.reading() as connection:
        found = await get_request(connection, pre_registration_id, town, deps.rules.warn_days)
    if found is None:
        raise NotFound
    return found


@router.put(f"{_ONE}/level", status_code=204, operation_id="settle_level", responses=problems(409, 422))
async def level(agent: CurrentAgent, pre_registration_id: UUID, body: LevelIn, deps: Deps) -> None:
    """Settle the level, with the reason that the family reads; a maintien or a saut of the conseil des maîtres too."""
    await settle_level(pre_registration_id, Level(body.level), body.reason, agent, deps.uow())


@router.put(f"{_ONE}/school", status_code=204, operation_id="determine_school", responses=problems(409, 422))
async def school(agent: CurrentAgent, pre_registration_id: UUID, body: SchoolIn, deps: Deps) -> None:
    """« Le service détermine votre école », with the reason that the family reads."""
    await determine_school(pre_registration_id, body.school, body.reason, agent, deps.uow(), deps.town_map)


@router.put(f"{_ONE}/derogation/advice", status_code=204, operation_id="record_advice", responses=problems(409, 422))
async def advice(agent: CurrentAgent, pre_registration_id: UUID, body: AdviceIn, deps: Deps) -> None:
    """What the commission said, in a session that the town lists and that was held."""
    opinion = Opinion(body.opinion)
    await record_advice(pre_registration_id, opinion, body.held_on, body.comment or None, agent, deps.uow())


@router.put(
    f"{_ONE}/derogation/decision", status_code=204, operation_id="decide_derogation", responses=problems(409, 422)
)
async def decide_other_school(agent: CurrentAgent, pre_registration_id: UUID, body: DecisionIn, deps: Deps) -> None:
    """The maire's decision on the wanted school. 409 `advice-missing`: the commission advises first."""
    await decide_derogation(_command(pre_registration_id, body), agent, deps.uow())


@router.put(f"{_ONE}/decision", status_code=204, operation_id="decide_pre_registration", responses=problems(409, 422))
async def decide(agent: CurrentAgent, pre_registration_id: UUID, body: DecisionIn, deps: Deps) -> None:
    """On the sector's pre-registration; it stands by itself when a dérogation is refused."""
    await decide_pre_registration(_command(pre_registration_id, body), agent, deps.uow())


@router.post(f"{_ONE}/conclusion", status_code=204, operation_id="conclude_pre_registration", responses=problems(409))
async def conclude(agent: CurrentAgent, pre_registration_id: UUID, deps: Deps) -> None:
    """Make the decisions final: the child takes its place, the family is told.

    409 `undecided`, `level-unsettled`, `school-undetermined`, `proposal-pending`, `already-enrolled`; `school-full`:
    put the request on the waiting list or propose another school.
    """
    await conclude_pre_registration(pre_registration_id, agent, deps.seal, deps.uow())


@router.put(f"{_ONE}/waiting", status_code=204, operation_id="start_waiting", responses=problems(409))
async def wait(agent: CurrentAgent, pre_registration_id: UUID, deps: Deps) -> None:
    """Onto the waiting list of the school where what is decided so far leads; the rank is by the time of entering."""
    await start_waiting(pre_registration_id, agent, deps.uow())


@router.delete(f"{_ONE}/waiting", status_code=204, operation_id="stop_waiting", responses=problems(409))
async def wait_no_more(agent: CurrentAgent, pre_registration_id: UUID, deps: Deps) -> None:
    """Off the waiting list."""
    await stop_waiting(pre_registration_id, agent, deps.uow())


@router.put(f"{_ONE}/reassignment", status_code=204, operation_id="propose_school", responses=problems(409, 422))
async def propose(agent: CurrentAgent, pre_registration_id: UUID, body: ProposalIn, deps: Deps) -> None:
    """Régulation: propose another school and hold a place there until the family answers, or its time is over.

    409 `school-full`, `proposal-pending`, `level-unsettled`, `undecided`: a dérogation is decided first.
    """
    days = body.days or deps.rules.reassignment_days
    reminder_days = deps.rules.reassignment_reminder_days
    command = ProposeSchool(pre_registration_id, body.school, body.comment or None, days, reminder_days)
    await propose_school(command, agent, deps.uow(), deps.town_map)


@router.delete(f"{_ONE}/reassignment", status_code=204, operation_id="take_back_proposal", responses=problems(409))
async def take_back(agent: CurrentAgent, pre_registration_id: UUID, deps: Deps) -> None:
    """Take the proposal back before the family answers."""
    await take_back_proposal(pre_registration_id, agent, deps.uow())


def _command(request_id: UUID, body: DecisionIn) -> DecideRequest:
    return DecideRequest(request_id, Choice(body.decision), body.reason_code, body.comment or None)
