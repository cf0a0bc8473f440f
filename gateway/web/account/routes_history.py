"""Historique: who changed or saw what of the family, and when."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.account.history import read_history
from gateway.web.visit import family_visit

HISTORY = "/mon-espace/mon-compte/historique"
router = APIRouter(prefix=HISTORY)


@router.get("")
async def show(request: Request) -> Response:
    visit = await family_visit(request)
    before = request.query_params.get("avant", "")[:40] or None
    try:
        history = await read_history(visit, before)
    except Problem as problem:
        if problem.status != 422:
            raise
        return visit.go(HISTORY)  # a cursor that nobody gave
    return visit.page("account/history.html", history=history, first=before is None)
