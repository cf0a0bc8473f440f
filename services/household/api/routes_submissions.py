"""What families submitted, for the agents who decide it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.household.adapters.queries_submissions import get_submission
from services.household.adapters.queries_work_list import State, WorkListQuery, list_work
from services.household.api.dependencies import AskedItem, CurrentAgent, Deps
from services.household.api.schemas_submissions import DecisionIn, SubmissionOut, WorkListOut
from services.household.application.accept_rest import accept_rest
from services.household.application.conclude_submission import conclude_submission
from services.household.application.decide_item import DecideItem, decide_item
from services.household.application.read_submission import note_listing, open_submission
from services.household.domain.agent import Permission
from services.household.domain.ids import SubmissionId
from services.household.domain.item import DecisionKind

router = APIRouter(prefix="/submissions", tags=["submissions"], responses=problems(401, 403, 404))


@router.get("", operation_id="list_submissions", responses=problems(422))
async def work_list(
    *,
    agent: CurrentAgent,
    deps: Deps,
    state: Annotated[State, Query()] = "open",
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 25,
    family_code: Annotated[str | None, Query(max_length=20, pattern=r"^[0-9A-Za-z-]*$")] = None,
) -> WorkListOut:
    """Open ones of families that the town knows, or of those never activated: oldest first; concluded: newest first."""
    await note_listing(state, agent, deps.uow())
    async with deps.database.reading() as connection:
        return await list_work(connection, WorkListQuery(state, deps.never_activated_days, family_code, after, limit))


@router.get("/{submission_id}", operation_id="get_submission", responses=problems(409))
async def submission(agent: CurrentAgent, submission_id: UUID, deps: Deps) -> SubmissionOut:
    """A family's file: audited; opened from now on, 409 when the family took it back before."""
    await open_submission(SubmissionId(submission_id), agent, deps.uow(), deps.locality)
    async with deps.database.reading() as connection:
        found = await get_submission(connection, submission_id, health=agent.may(Permission.HEALTH))
    if found is None:
        raise NotFound
    return found


@router.put(
    "/{submission_id}/items/{item_key}/decision",
    status_code=204,
    operation_id="decide_item",
    responses=problems(409, 422),
)
async def decide(agent: CurrentAgent, submission_id: UUID, key: AskedItem, body: DecisionIn, deps: Deps) -> None:
    """Accept, refuse or waive; it can change until the conclusion."""
    command = DecideItem(
        SubmissionId(submission_id), key, DecisionKind(body.decision), body.reason_code, body.comment or None
    )
    await decide_item(command, agent, deps.uow(), deps.locality)


@router.post("/{submission_id}/acceptance", status_code=204, operation_id="accept_rest", responses=problems(409))
async def accept(agent: CurrentAgent, submission_id: UUID, deps: Deps) -> None:
    """Accept every item that has no decision yet."""
    await accept_rest(SubmissionId(submission_id), agent, deps.uow(), deps.locality)


@router.post("/{submission_id}/conclusion", status_code=204, operation_id="conclude", responses=problems(409))
async def conclude(agent: CurrentAgent, submission_id: UUID, deps: Deps) -> None:
    """Make the decisions final; the family is told."""
    await conclude_submission(SubmissionId(submission_id), agent, deps.uow(), deps.locality)
