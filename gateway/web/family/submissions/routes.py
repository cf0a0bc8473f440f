"""« Mes demandes »: the list, each submission, taking one back, and its receipt."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.family.account import family_id
from gateway.web.family.submissions.receipt import print_submission_receipt
from gateway.web.family.submissions.submission_view import LineView, SubmissionView, submission_view
from gateway.web.form_view import Complaint
from gateway.web.visit import Visit, family_visit
from gateway.web.wording import of_page

router = APIRouter(prefix="/mon-espace/demandes")


@router.get("")
async def submissions(request: Request) -> Response:
    visit = await family_visit(request)
    lines = await visit.clients.household.own_submissions(visit.bearer, family_id(visit))
    return visit.page("family/submissions/list.html", submissions=[LineView(line) for line in lines])


@router.get("/{submission_id}")
async def submission(request: Request, submission_id: UUID) -> Response:
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
    made = await print_submission_receipt(visit.kiosk, found, code or "")
    headers = {
        "Content-Disposition": 'attachment; filename="accuse-de-reception.pdf"',
        "Cache-Control": "no-store",
    }
    return visit.answer(Response(made, media_type="application/pdf", headers=headers))


async def _read(visit: Visit, submission_id: UUID) -> SubmissionView:
    """Raises Problem: 404 for another family's."""
    household, family = visit.clients.household, family_id(visit)
    submission, board = await asyncio.gather(
        household.own_submission(visit.bearer, family, str(submission_id)),
        household.dashboard(visit.bearer, family),
    )
    adults = {card["key"].removeprefix("adult-"): card["name"] for card in board["records"] if card["kind"] == "adult"}
    usual_days = visit.kiosk.commune.profile.answers.usual_days
    return submission_view(submission, adults, usual_days, visit.kiosk.commune.diseases)


def _page(visit: Visit, found: SubmissionView, complaint: str = "", status: int = 200) -> Response:
    summary = [Complaint("", complaint)] if complaint else []
    return visit.page("family/submissions/submission.html", status, view=found, summary=summary)
