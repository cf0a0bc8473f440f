"""The threads as the agents work on them."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Response

from libs.chassis.idempotency import Answer, OnceAsked, answer_once
from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.notifications.adapters.queries_families import get_family
from services.notifications.adapters.queries_thread_list import ThreadListQuery, list_work
from services.notifications.adapters.queries_threads import get_thread_for_town
from services.notifications.adapters.tables import CHASSIS
from services.notifications.api.dependencies import CurrentAgent, Deps, IfMatch
from services.notifications.api.schemas import (
    AgentThreadOut,
    FamilyOut,
    MoveIn,
    NewMessage,
    NewThreadToFamily,
    State,
    WorkList,
)
from services.notifications.api.typed_text import Desk
from services.notifications.application.read_thread import read_as_town
from services.notifications.application.settle_thread import SeenThread, close_thread, move_thread
from services.notifications.application.write_as_town import (
    AnswerFamily,
    WriteToFamily,
    answer_family,
    write_to_family,
)
from services.notifications.domain.message import ThreadId

router = APIRouter(tags=["threads"], responses=problems(401, 403, 404))


@router.get("/threads", operation_id="list_threads_to_answer", responses=problems(422))
async def work_list(
    *,
    agent: CurrentAgent,
    deps: Deps,
    state: Annotated[State, Query()] = "to_answer",
    desk: Annotated[Desk | None, Query()] = None,
    family_code: Annotated[str | None, Query(max_length=20, pattern=r"^[0-9A-Za-z-]*$")] = None,
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 25,
) -> WorkList:
    """Of the agent's own desks. To be answered: the longest waiting first; the others: the newest message first."""
    desks = [own.code for own in agent.desks(deps.office.rules.desks) if desk in (None, own.code)]
    query = ThreadListQuery(state, desks, family_code or None, after, limit)
    async with deps.database.reading() as connection:
        return await list_work(connection, query)


@router.post("/threads", status_code=201, operation_id="write_to_family", responses=problems(409, 422))
async def begin(body: NewThreadToFamily, agent: CurrentAgent, deps: Deps, once: OnceAsked, response: Response) -> None:
    """The town writes first. 404: no such family, or not a desk of the agent's."""
    thread_id = ThreadId(uuid4())
    command = WriteToFamily(thread_id, body.family_id, body.desk, body.subject, body.body, body.manifest)
    answer = await answer_once(
        once,
        Answer(201, f"/threads/{thread_id}"),
        database=deps.database,
        tables=CHASSIS,
        uow=deps.uow(),
        act=lambda uow: write_to_family(command, agent, uow, deps.office),
    )
    response.headers["Location"] = answer.location


@router.get("/threads/{thread_id}", operation_id="read_thread_for_town")
async def thread(thread_id: UUID, agent: CurrentAgent, deps: Deps) -> AgentThreadOut:
    """Reading it is audited, and the family sees that its desk read it."""
    await read_as_town(ThreadId(thread_id), agent, deps.office.rules.desks, deps.uow())
    async with deps.database.reading() as connection:
        found = await get_thread_for_town(connection, thread_id)
    if found is None:
        raise NotFound
    return found


@router.post(
    "/threads/{thread_id}/messages", status_code=201, operation_id="answer_family", responses=problems(409, 422, 428)
)
async def answer(
    *,
    thread_id: UUID,
    body: NewMessage,
    agent: CurrentAgent,
    version: IfMatch,
    deps: Deps,
    once: OnceAsked,
    response: Response,
) -> None:
    """409 `stale-version`: somebody wrote, closed or moved it since the agent read it."""
    command = AnswerFamily(ThreadId(thread_id), version, body.body, body.manifest)
    answered = await answer_once(
        once,
        Answer(201, f"/threads/{thread_id}"),
        database=deps.database,
        tables=CHASSIS,
        uow=deps.uow(),
        act=lambda uow: answer_family(command, agent, uow, deps.office),
    )
    response.headers["Location"] = answered.location


@router.post("/threads/{thread_id}/closing", status_code=204, operation_id="close_thread", responses=problems(409, 428))
async def close(thread_id: UUID, agent: CurrentAgent, version: IfMatch, deps: Deps) -> None:
    """Nobody waits for anything; whoever writes next opens it again."""
    seen = SeenThread(ThreadId(thread_id), version)
    await close_thread(seen, agent, deps.office.rules.desks, deps.uow(), deps.office.clock)


@router.put("/threads/{thread_id}/desk", status_code=204, operation_id="move_thread", responses=problems(409, 422, 428))
async def move(thread_id: UUID, body: MoveIn, agent: CurrentAgent, version: IfMatch, deps: Deps) -> None:
    """Hand it to another desk of the town."""
    seen = SeenThread(ThreadId(thread_id), version)
    await move_thread(seen, body.desk, agent, deps.office.rules.desks, deps.uow())


@router.get("/families/{family_id}", operation_id="get_family_to_write_to")
async def family(family_id: UUID, agent: CurrentAgent, deps: Deps) -> FamilyOut:
    """Whose code it is, before an agent writes."""
    agent.desks(deps.office.rules.desks)
    async with deps.database.reading() as connection:
        found = await get_family(connection, family_id)
    if found is None:
        raise NotFound
    return found
