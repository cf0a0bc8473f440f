"""MES INSCRIPTIONS: one card a child, with état inscription and what can be done now."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.family.account import family_id
from gateway.web.schooling import paths
from gateway.web.schooling.cards import child_view, of_the_home
from gateway.web.visit import family_visit

router = APIRouter(prefix=paths.HERE)


@router.get("")
async def children(request: Request) -> Response:
    visit = await family_visit(request)
    family = family_id(visit)
    board, found = await asyncio.gather(
        visit.clients.household.dashboard(visit.bearer, family),
        visit.clients.schooling.children_schooling(visit.bearer, family),
    )
    cards = [child_view(child, board) for child in found]
    return visit.page(
        "schooling/children.html",
        children=cards,
        both_ways=any(len(year.choices) > 1 for card in cards for year in card.years),
        reasons=of_the_home(found, board),
    )
