"""Families under way at the counter: those that are being created, a new one, and what is erased."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.agents.counter.door import PATH, counter_visit
from gateway.web.agents.counter.drafts import draft_rows, drafts_page
from gateway.web.form_view import FormView

router = APIRouter(prefix=PATH)


@router.get("")
async def families_under_way(request: Request) -> Response:
    return await drafts_page(await counter_visit(request), FormView())


@router.post("")
async def begin(request: Request) -> Response:
    """One press makes one family, however often the form is sent."""
    visit = await counter_visit(request)
    registration_id = await visit.clients.household.open_counter_draft(visit.bearer, visit.form.key())
    return visit.go(f"{PATH}/{UUID(registration_id)}/foyer")


@router.get("/{registration_id}/effacer")
async def ask_to_erase(request: Request, registration_id: UUID) -> Response:
    visit = await counter_visit(request)
    row = next((row for row in await draft_rows(visit) if row.draft["registration_id"] == str(registration_id)), None)
    if row is None:
        return visit.go(f"{PATH}?fait=guichet-plus-la")
    return visit.page("agents/counter/erase.html", row=row)


@router.post("/{registration_id}/effacer")
async def erase(request: Request, registration_id: UUID) -> Response:
    visit = await counter_visit(request)
    try:
        await visit.clients.household.erase_counter_draft(visit.bearer, str(registration_id))
    except Problem as problem:
        if problem.status not in (404, 409):
            raise
        return visit.go(f"{PATH}?fait=guichet-plus-la")
    return visit.go(f"{PATH}?fait=guichet-efface")
