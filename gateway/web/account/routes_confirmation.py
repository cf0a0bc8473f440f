"""The page behind the link that a new address received. Opening it changes nothing, and nobody needs to sign in."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.visit import Visit, open_visit

router = APIRouter()


@router.get("/adresse/{token}")
async def look(request: Request, token: str) -> Response:
    visit = await open_visit(request)
    try:
        masked = await visit.clients.identity.masked_new_address(visit.kiosk.sessions.bearer(None), token)
    except Problem as problem:
        return _dead(visit, problem)
    return visit.page("account/confirm_address.html", masked=masked, token=token)


@router.post("/adresse/{token}")
async def confirm(request: Request, token: str) -> Response:
    visit = await open_visit(request)
    try:
        await visit.clients.identity.confirm_new_address(visit.kiosk.sessions.bearer(None), token)
    except Problem as problem:
        return _dead(visit, problem)
    return visit.go("/adresse-confirmee")


@router.get("/adresse-confirmee")
async def confirmed(request: Request) -> Response:
    """A page of its own: this browser may be somebody else's, or nobody's."""
    return (await open_visit(request)).page("account/address_confirmed.html")


def _dead(visit: Visit, problem: Problem) -> Response:
    """A link that is none any more. Raises Problem for whatever else was refused."""
    if problem.status not in (404, 422):
        raise problem
    return visit.page("account/link_dead.html", 404)
