"""« Mes demandes »: the list, each demand, taking one back, and its receipt."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.family.account import family_id
from gateway.web.family.demands.demand_view import Demand, DemandLine, demand_view
from gateway.web.family.demands.receipt import print_demand_receipt
from gateway.web.form_view import Complaint
from gateway.web.visit import Visit, family_visit
from gateway.web.wording import of_page

router = APIRouter(prefix="/mon-espace/demandes")


@router.get("")
async def demands(request: Request) -> Response:
    visit = await family_visit(request)
    lines = await visit.clients.household.own_submissions(visit.bearer, family_id(visit))
    return visit.page("family/demands/list.html", demands=[DemandLine(line) for line in lines])


@router.get("/{submission_id}")
async def demand(request: Request, submission_id: UUID) -> Response:
    visit = await family_visit(request)
    return _page(visit, await _read(visit, submission_id))


@router.post("/{submission_id}/reprendre")
async def take_back(request: Request, submission_id: UUID) -> Response:
    """« Reprendre ma demande »: what was sent twice is done once; whom an agent outran is told so."""
    visit = await family_visit(request)
    try:
        await visit.clients.household.withdraw(visit.bearer, family_id(visit), str(submission_id))
    except Problem as problem:
        if problem.status != 409:
            raise
        return _page(visit, await _read(visit, submission_id), of_page(problem.code), 409)
    return visit.go("/mon-espace/tableau-de-bord?fait=demande-reprise")


@router.get("/{submission_id}/accuse-de-reception.pdf")
async def receipt(request: Request, submission_id: UUID) -> Response:
    visit = await family_visit(request)
    found = await _read(visit, submission_id)
    code = visit.session.family_code if visit.session else None
    made = await print_demand_receipt(visit.kiosk, found, code or "")
    headers = {
        "Content-Disposition": 'attachment; filename="accuse-de-reception.pdf"',
        "Cache-Control": "no-store",
    }
    return visit.answer(Response(made, media_type="application/pdf", headers=headers))


async def _read(visit: Visit, submission_id: UUID) -> Demand:
    """Raises Problem: 404 for another family's."""
    household, family = visit.clients.household, family_id(visit)
    submission, board = await asyncio.gather(
        household.own_submission(visit.bearer, family, str(submission_id)),
        household.dashboard(visit.bearer, family),
    )
    adults = {card["key"].removeprefix("adult-"): card["name"] for card in board["records"] if card["kind"] == "adult"}
    usual_days = visit.kiosk.commune.profile.answers.usual_days
    return demand_view(submission, adults, usual_days, visit.kiosk.commune.diseases)


def _page(visit: Visit, found: Demand, complaint: str = "", status: int = 200) -> Response:
    summary = [Complaint("", complaint)] if complaint else []
    return visit.page("family/demands/demand.html", status, demand=found, summary=summary)
