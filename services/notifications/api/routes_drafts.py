"""What somebody began to write: a family's, or an agent's own to that family."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from libs.chassis.auth import AnySubject, Permission, Subject, SubjectKind
from libs.chassis.problems import problems
from libs.domain.errors import Forbidden, NotFound
from services.notifications.adapters.draft_repository import find_draft
from services.notifications.api.dependencies import Deps
from services.notifications.api.schemas import DraftIn, DraftOut
from services.notifications.application.keep_draft import KeepDraft, discard_draft, keep_draft
from services.notifications.domain.draft import Draft, DraftPlace, Writer
from services.notifications.domain.message import ThreadId

router = APIRouter(prefix="/families/{family_id}/draft", tags=["messages"], responses=problems(401, 403, 404))


async def _place(subject: AnySubject, family_id: UUID, thread_id: UUID | None = None) -> DraftPlace:
    """Without `thread_id`: of a new thread. Raises Forbidden, NotFound."""
    return DraftPlace(_writer(subject, family_id), family_id, ThreadId(thread_id) if thread_id else None)


def _writer(subject: Subject, family_id: UUID) -> Writer:
    if subject.kind is SubjectKind.STAFF:
        subject.require(Permission.MESSAGES_ANSWER)
        return Writer("staff", subject.id)
    if subject.kind is not SubjectKind.FAMILY:
        raise Forbidden
    subject.require_family(family_id)
    return Writer("family", family_id)


AskedPlace = Annotated[DraftPlace, Depends(_place)]


@router.get("", operation_id="get_draft")
async def draft(place: AskedPlace, deps: Deps) -> DraftOut:
    """404 while nothing is kept there."""
    async with deps.database.reading() as connection:
        found = await find_draft(connection, place)
    if found is None:
        raise NotFound
    return _out(found)


@router.put("", operation_id="keep_draft", responses=problems(422))
async def keep(body: DraftIn, place: AskedPlace, deps: Deps) -> DraftOut:
    """In place of what was kept there; its id stays."""
    return _out(await keep_draft(KeepDraft(place, body.desk, body.subject, body.body), deps.uow()))


@router.delete("", status_code=204, operation_id="discard_draft")
async def discard(place: AskedPlace, deps: Deps) -> None:
    """Throw it away; twice is fine."""
    await discard_draft(place, deps.uow())


def _out(draft: Draft) -> DraftOut:
    return DraftOut(id=draft.id, desk=draft.desk, subject=draft.subject, body=draft.body)
