"""A family's threads with the town: what it reads, and what it writes."""

from uuid import UUID, uuid4

from fastapi import APIRouter, Response

from libs.chassis.auth import FamilySubject, Subject
from libs.chassis.idempotency import Answer, OnceAsked, answer_once
from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.notifications.adapters.queries_threads import count_unread, get_thread, list_threads
from services.notifications.adapters.tables import CHASSIS
from services.notifications.api.dependencies import Deps
from services.notifications.api.schemas import NewMessage, NewThread, ThreadOut, ThreadSummary, UnreadCount
from services.notifications.application.read_thread import read_as_family
from services.notifications.application.write_as_family import (
    AnswerTown,
    BeginThread,
    Parent,
    answer_town,
    begin_thread,
)
from services.notifications.domain.message import ThreadId

router = APIRouter(prefix="/families/{family_id}/threads", tags=["messages"], responses=problems(401, 403, 404))


@router.get("", operation_id="list_threads")
async def threads(
    family_id: UUID, subject: FamilySubject, deps: Deps, after: UUID | None = None
) -> list[ThreadSummary]:
    """The one with the newest message first, fifty at a time; `after` is the last thread of the page before."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        return await list_threads(connection, family_id, after)


@router.post("", status_code=201, operation_id="begin_thread", responses=problems(409, 422, 429))
async def begin(
    *, family_id: UUID, body: NewThread, subject: FamilySubject, deps: Deps, once: OnceAsked, response: Response
) -> None:
    """Write to a desk of the town."""
    subject.require_family(family_id)
    thread_id = ThreadId(uuid4())
    command = BeginThread(thread_id, body.desk, body.subject, body.body, body.manifest)
    answer = await answer_once(
        once,
        Answer(201, f"/families/{family_id}/threads/{thread_id}"),
        database=deps.database,
        tables=CHASSIS,
        uow=deps.uow(),
        act=lambda uow: begin_thread(command, _parent(subject, family_id), uow, deps.office),
    )
    response.headers["Location"] = answer.location


@router.get("/unread-count", operation_id="count_unread_messages")
async def unread_count(family_id: UUID, subject: FamilySubject, deps: Deps) -> UnreadCount:
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        return UnreadCount(unread=await count_unread(connection, family_id))


@router.get("/{thread_id}", operation_id="get_thread")
async def thread(family_id: UUID, thread_id: UUID, subject: FamilySubject, deps: Deps) -> ThreadOut:
    """A thread, whole; asking for it does not mark it read."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        found = await get_thread(connection, family_id, thread_id)
    if found is None:
        raise NotFound
    return found


@router.post("/{thread_id}/reading", status_code=204, operation_id="mark_thread_read")
async def reading(family_id: UUID, thread_id: UUID, subject: FamilySubject, deps: Deps) -> None:
    """Mark all of it read; once is enough, twice does no harm."""
    subject.require_family(family_id)
    await read_as_family(family_id, ThreadId(thread_id), subject.id, deps.uow())


@router.post("/{thread_id}/messages", status_code=201, operation_id="answer_town", responses=problems(409, 422, 429))
async def answer(
    *,
    family_id: UUID,
    thread_id: UUID,
    body: NewMessage,
    subject: FamilySubject,
    deps: Deps,
    once: OnceAsked,
    response: Response,
) -> None:
    """Write one more message; a closed thread opens again."""
    subject.require_family(family_id)
    command = AnswerTown(ThreadId(thread_id), body.body, body.manifest)
    answered = await answer_once(
        once,
        Answer(201, f"/families/{family_id}/threads/{thread_id}"),
        database=deps.database,
        tables=CHASSIS,
        uow=deps.uow(),
        act=lambda uow: answer_town(command, _parent(subject, family_id), uow, deps.office),
    )
    response.headers["Location"] = answered.location


def _parent(subject: Subject, family_id: UUID) -> Parent:
    return Parent(family_id, subject.id, subject.display_name)
