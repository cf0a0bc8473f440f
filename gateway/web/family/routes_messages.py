"""VOS MESSAGES: what the town wrote to the family."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.family.account import family_id
from gateway.web.visit import family_visit

router = APIRouter(prefix="/mon-espace/messages")
_A_PAGE = 50


@router.get("")
async def messages(request: Request) -> Response:
    visit = await family_visit(request)
    after = request.query_params.get("apres") or None
    found = await visit.clients.notifications.messages(visit.bearer, family_id(visit), after)
    older = found[-1]["id"] if len(found) >= _A_PAGE else None
    return visit.page("family/messages.html", messages=found, older=older)


@router.get("/{message_id}")
async def message(request: Request, message_id: UUID) -> Response:
    """Opening a message reads it: that is all the change there is, and once is as good as twice."""
    visit = await family_visit(request)
    family = family_id(visit)
    found = await visit.clients.notifications.message(visit.bearer, family, str(message_id))
    if not found["read"]:
        await visit.clients.notifications.mark_read(visit.bearer, family, str(message_id))
    return visit.page("family/message.html", message=found, paragraphs=found["body"].split("\n\n"))
