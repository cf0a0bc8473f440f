"""A family's messages in the portal."""

from uuid import UUID

from fastapi import APIRouter

from libs.chassis.auth import FamilySubject
from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.notifications.adapters.queries_messages import count_unread, get_message, list_messages
from services.notifications.api.dependencies import Deps
from services.notifications.api.schemas import MessageOut, MessageSummary, UnreadCount
from services.notifications.application.read_message import read_message

router = APIRouter(prefix="/families/{family_id}", tags=["messages"], responses=problems(401, 403, 404))


@router.get("/messages", operation_id="list_messages")
async def messages(
    family_id: UUID, subject: FamilySubject, deps: Deps, after: UUID | None = None
) -> list[MessageSummary]:
    """Newest first, fifty at a time; `after` is the id of the last message of the page before."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        return await list_messages(connection, family_id, after)


@router.get("/messages/unread-count", operation_id="count_unread_messages")
async def unread_count(family_id: UUID, subject: FamilySubject, deps: Deps) -> UnreadCount:
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        return UnreadCount(unread=await count_unread(connection, family_id))


@router.get("/messages/{message_id}", operation_id="get_message")
async def message(family_id: UUID, message_id: UUID, subject: FamilySubject, deps: Deps) -> MessageOut:
    """A message, whole; asking for it does not mark it read."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        found = await get_message(connection, family_id, message_id)
    if found is None:
        raise NotFound
    return found


@router.post("/messages/{message_id}/reading", status_code=204, operation_id="mark_message_read")
async def reading(family_id: UUID, message_id: UUID, subject: FamilySubject, deps: Deps) -> None:
    """Mark it read; once is enough, twice does no harm."""
    subject.require_family(family_id)
    await read_message(family_id, message_id, subject.id, deps.uow())
