"""« Code de rattachement »: what an agent hands to a child's other parent."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household_members import LinkCode
from gateway.web.agents.counter.door import PATH, counter_visit
from gateway.web.agents.counter.prints import print_link_letter
from gateway.web.agents.counter.routes_prints import pdf
from gateway.web.visit import Visit

router = APIRouter(prefix=f"{PATH}/familles/{{family_id}}/enfants/{{child_id}}")


@router.post("/code-de-rattachement")
async def issue(request: Request, family_id: UUID, child_id: UUID) -> Response:
    """A new code each time, which ends the one before; shown once, kept nowhere in clear."""
    visit = await counter_visit(request)
    name, issued = await _new_code(visit, family_id, child_id)
    back = f"{PATH}/familles/{family_id}"
    response = visit.page("agents/counter/link_code.html", name=name, issued=issued, back=back)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.post("/code-de-rattachement.pdf")
async def letter(request: Request, family_id: UUID, child_id: UUID) -> Response:
    """The same on paper, with what to do; a new code as well."""
    visit = await counter_visit(request)
    name, issued = await _new_code(visit, family_id, child_id)
    made = await print_link_letter(visit.kiosk, name, issued)
    return pdf(visit, made, "code-de-rattachement.pdf")


async def _new_code(visit: Visit, family_id: UUID, child_id: UUID) -> tuple[str, LinkCode]:
    """The child's name, and its code. Raises Problem."""
    household, family = visit.clients.household, str(family_id)
    children = await household.home_children(visit.bearer, family)
    name = next((child["name"] for child in children if child["child_id"] == str(child_id)), "")
    return name, await household.issue_link_code(visit.bearer, str(child_id), family)
