"""« Code de rattachement »: what an agent hands to a child's other parent."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.agents.counter.door import PATH, counter_visit

router = APIRouter(prefix=f"{PATH}/familles/{{family_id}}/enfants/{{child_id}}")


@router.post("/code-de-rattachement")
async def issue(request: Request, family_id: UUID, child_id: UUID) -> Response:
    """A new code each time, which ends the one before; shown once, kept nowhere in clear."""
    visit = await counter_visit(request)
    household, family = visit.clients.household, str(family_id)
    children = await household.home_children(visit.bearer, family)
    name = next((child["name"] for child in children if child["child_id"] == str(child_id)), "")
    issued = await household.issue_link_code(visit.bearer, str(child_id), family)
    response = visit.page("agents/counter/link_code.html", name=name, issued=issued, back=f"{PATH}/familles/{family}")
    response.headers["Cache-Control"] = "no-store"
    return response
