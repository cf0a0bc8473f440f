"""Mot de passe: the current one, and twice the new one."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.account.twice import CURRENT, slips
from gateway.web.form_view import FormView
from gateway.web.visit import Visit, family_visit

router = APIRouter(prefix="/mon-espace/mon-compte/mot-de-passe")
FIELDS = (CURRENT, "password", "password_confirmation")


@router.get("")
async def choose(request: Request) -> Response:
    return await _page(await family_visit(request), FormView())


@router.post("")
async def change(request: Request) -> Response:
    """Every other device is signed out; this browser goes on with a session of its own."""
    visit = await family_visit(request)
    posted, form = visit.form, FormView()
    form.refuse(slips(posted, "password", "password_confirmation"))
    if form.wrong:
        return await _page(visit, form)
    try:
        session = await visit.clients.identity.change_password(
            visit.bearer, posted.text(CURRENT), posted.text("password"), visit.seen_as
        )
    except Problem as problem:
        if problem.status not in (422, 429):
            raise
        form.refused_by(problem)
        return await _page(visit, form)
    visit.begin(session)
    return visit.go("/mon-espace/mon-compte?fait=mot-de-passe-remplace")


async def _page(visit: Visit, form: FormView) -> Response:
    account = await visit.clients.identity.own_account(visit.bearer)
    status = form.status if form.wrong else 200
    return visit.page("account/password.html", status, form=form, summary=form.summary(FIELDS), account=account)
