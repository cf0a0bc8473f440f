"""The page behind the mailed link. Opening it changes nothing; its button confirms the address."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.visit import Visit, open_visit

router = APIRouter(prefix="/activation")


@router.get("/{token}")
async def look(request: Request, token: str) -> Response:
    visit = await open_visit(request)
    try:
        masked = await visit.clients.identity.masked_address_behind(visit.kiosk.sessions.bearer(None), token)
    except Problem:
        return _dead(visit)
    return visit.page("home/activation.html", masked=masked, token=token)


@router.post("/{token}")
async def confirm(request: Request, token: str) -> Response:
    visit = await open_visit(request)
    try:
        await visit.clients.identity.activate(visit.kiosk.sessions.bearer(None), token)
    except Problem:
        return _dead(visit)
    return visit.go("/?fait=compte-active")


def _dead(visit: Visit) -> Response:
    return visit.page("home/activation_dead.html", 404)
