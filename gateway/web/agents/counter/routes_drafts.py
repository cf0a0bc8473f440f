"""The counter's first page: families that are being created, a new one, and what is erased."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household_counter import CounterDraft
from gateway.clients.service import Problem
from gateway.web.agents.counter.door import PATH, counter_visit
from gateway.web.visit import Visit

router = APIRouter(prefix=PATH)


@dataclass(frozen=True)
class DraftRow:
    """A family under way, as the list shows it."""

    draft: CounterDraft
    own: bool

    @property
    def names(self) -> str:
        return ", ".join(self.draft["names"])


@router.get("")
async def families_under_way(request: Request) -> Response:
    visit = await counter_visit(request)
    return visit.page("agents/counter/drafts.html", rows=await _rows(visit))


@router.post("")
async def begin(request: Request) -> Response:
    """One press makes one family, however often the form is sent."""
    visit = await counter_visit(request)
    registration_id = await visit.clients.household.open_counter_draft(visit.bearer, visit.form.key())
    return visit.go(f"{PATH}/{UUID(registration_id)}/foyer")


@router.get("/{registration_id}/effacer")
async def ask_to_erase(request: Request, registration_id: UUID) -> Response:
    visit = await counter_visit(request)
    row = next((row for row in await _rows(visit) if row.draft["registration_id"] == str(registration_id)), None)
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


async def _rows(visit: Visit) -> list[DraftRow]:
    agent = str(visit.session.subject.id) if visit.session else ""
    drafts = await visit.clients.household.counter_drafts(visit.bearer)
    return [DraftRow(draft, draft["opened_by"] == agent) for draft in drafts]
