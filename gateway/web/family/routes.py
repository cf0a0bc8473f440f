"""ACCUEIL, TABLEAU DE BORD and Informations Enfant of a signed-in family."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.family.account import family_id
from gateway.web.family.board import family_board
from gateway.web.family.dashboard import cards, standing
from gateway.web.family.to_do import to_do
from gateway.web.moments import today
from gateway.web.schooling.to_do import school_tasks
from gateway.web.visit import family_visit

router = APIRouter(prefix="/mon-espace")


@router.get("")
async def welcome(request: Request) -> Response:
    """What there is to do, on top; then the ways into everything else."""
    visit = await family_visit(request)
    board, unread, school = await asyncio.gather(
        family_board(visit, why=True),
        visit.clients.notifications.unread_count(visit.bearer, family_id(visit)),
        school_tasks(visit),
    )
    profile = visit.kiosk.commune.profile
    return visit.page(
        "family/welcome.html",
        tasks=sorted([*to_do(board, profile.answers.usual_days), *school], key=lambda task: task.light != "red"),
        unread=unread,
        announcements=profile.announcements_on(today()),
    )


@router.get("/tableau-de-bord")
async def dashboard(request: Request) -> Response:
    """The page that a family opens most: one call besides the session's where nothing lacks, and no macro library."""
    visit = await family_visit(request)
    fiches = (await family_board(visit)).fiches
    return visit.page("family/dashboard.html", board=fiches, cards=cards(fiches), standing=standing(fiches))


@router.get("/enfants")
async def children(request: Request) -> Response:
    """Informations Enfant: each child's fiches, whose pages say the rest."""
    visit = await family_visit(request)
    fiches = (await family_board(visit)).fiches
    return visit.page("family/children.html", cards=[card for card in cards(fiches) if card.kind == "child"])
