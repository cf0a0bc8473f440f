"""Fermer mon compte: what closing does, and the password and a box before it is done."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.account.twice import CURRENT
from gateway.web.family.account import family_id
from gateway.web.form_view import FormView, text_problem
from gateway.web.moments import today
from gateway.web.visit import Visit, family_visit

router = APIRouter(prefix="/mon-espace/mon-compte/fermer")
FIELDS = (CURRENT, "understood")


@router.get("")
async def explain(request: Request) -> Response:
    return await _page(await family_visit(request), FormView())


@router.post("")
async def close(request: Request) -> Response:
    """The account is gone with its sessions; the browser is signed out with the answer."""
    visit = await family_visit(request)
    posted = visit.form
    form = FormView({"understood": posted.text("understood")})
    form.refuse(text_problem(name, "required") for name in FIELDS if not posted.text(name))
    if form.wrong:
        return await _page(visit, form)
    try:
        await visit.clients.identity.close_account(visit.bearer, posted.text(CURRENT))
    except Problem as problem:
        if problem.status not in (422, 429):
            raise
        form.refused_by(problem)
        return await _page(visit, form)
    await visit.end()
    return visit.go("/?fait=compte-ferme")


async def _page(visit: Visit, form: FormView) -> Response:
    board = await visit.clients.household.dashboard(visit.bearer, family_id(visit))
    days = visit.kiosk.commune.profile.delays.closed_account_days
    return visit.page(
        "account/closing.html",
        form.status if form.wrong else 200,
        form=form,
        summary=form.summary(FIELDS),
        open_submissions=board["open_submissions"],
        unsent=board["can_submit"],
        until=today() + timedelta(days=days),
    )
