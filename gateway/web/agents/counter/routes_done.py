"""After TERMINER at the counter: the code famille, and what is printed for the family."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.agents.counter.door import DRAFT, counter_draft, counter_visit
from gateway.web.visit import GoTo

router = APIRouter(prefix=DRAFT)


@router.get("/confirmation")
async def confirmation(request: Request, registration_id: UUID) -> Response:
    visit = await counter_visit(request)
    _, draft = await counter_draft(visit, registration_id)
    if draft["state"] != "submitted":
        raise GoTo(DRAFT.format(registration_id=registration_id) + "/foyer")
    return visit.page("agents/counter/done.html", draft=draft)
