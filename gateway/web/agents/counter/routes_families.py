"""A family that comes back to the counter: found by its code, and what can be printed for it again."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.agents.counter.door import PATH, counter_visit
from gateway.web.agents.counter.drafts import drafts_page
from gateway.web.form_view import FormView, text_problem

router = APIRouter(prefix=f"{PATH}/familles")


@router.post("")
async def find(request: Request) -> Response:
    """Sent in the body: a code famille stands in no address."""
    visit = await counter_visit(request)
    code = "".join(visit.form.text("family_code").split())
    family_id = await visit.clients.household.find_family(visit.bearer, code) if code else None
    if family_id is not None:
        return visit.go(f"{PATH}/familles/{UUID(family_id)}")
    form = FormView({"family_code": code})
    form.refuse([text_problem("family_code", "unknown-family" if code else "required")])
    return await drafts_page(visit, form, form.status)


@router.get("/{family_id}")
async def family(request: Request, family_id: UUID) -> Response:
    visit = await counter_visit(request)
    receipt = await visit.clients.household.receipt(visit.bearer, str(family_id))
    account = await visit.clients.identity.family_account(visit.bearer, str(family_id))
    children = await visit.clients.household.home_children(visit.bearer, str(family_id))
    return visit.page(
        "agents/counter/family.html", family_id=str(family_id), family=receipt, account=account, children=children
    )
