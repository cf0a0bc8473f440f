"""MON COMPTE: the code famille, the address, since when, and what can be changed."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.moments import today
from gateway.web.visit import family_visit

router = APIRouter(prefix="/mon-espace/mon-compte")


@router.get("")
async def show(request: Request) -> Response:
    visit = await family_visit(request)
    account = await visit.clients.identity.own_account(visit.bearer)
    announcements = visit.kiosk.commune.profile.announcements_on(today())
    return visit.page("account/account.html", account=account, announcements=announcements)
