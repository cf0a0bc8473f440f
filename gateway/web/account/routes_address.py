"""Adresse e-mail: ask for another one, see the one that waits, have its link mailed again, cancel it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.account.twice import CURRENT, slips
from gateway.web.form_view import FormView
from gateway.web.visit import Visit, family_visit

ADDRESS = "/mon-espace/mon-compte/adresse-email"
router = APIRouter(prefix=ADDRESS)
FIELDS = (CURRENT, "email", "email_confirmation")


@router.get("")
async def show(request: Request) -> Response:
    return await _page(await family_visit(request), FormView())


@router.post("")
async def ask(request: Request) -> Response:
    visit = await family_visit(request)
    posted = visit.form
    form = FormView({name: posted.text(name).strip()[:200] for name in FIELDS[1:]})
    form.refuse(slips(posted, "email", "email_confirmation"))
    if form.wrong:
        return await _page(visit, form)
    try:
        await visit.clients.identity.ask_email_change(visit.bearer, posted.text(CURRENT), form.text("email"))
    except Problem as problem:
        if problem.status not in (422, 429):
            raise
        form.refused_by(problem)
        return await _page(visit, form)
    return visit.go(f"{ADDRESS}?fait=adresse-demandee")


@router.post("/renvoyer")
async def mail_again(request: Request) -> Response:
    visit = await family_visit(request)
    try:
        await visit.clients.identity.mail_email_change_again(visit.bearer)
    except Problem as problem:
        if problem.status != 429:
            return _nothing_waits(visit, problem)
        form = FormView()
        form.refused_by(problem)
        return await _page(visit, form)
    return visit.go(f"{ADDRESS}?fait=adresse-renvoyee")


@router.post("/annuler")
async def cancel(request: Request) -> Response:
    visit = await family_visit(request)
    try:
        await visit.clients.identity.cancel_email_change(visit.bearer)
    except Problem as problem:
        return _nothing_waits(visit, problem)
    return visit.go(f"{ADDRESS}?fait=adresse-annulee")


def _nothing_waits(visit: Visit, problem: Problem) -> Response:
    """It was confirmed or cancelled elsewhere. Raises Problem for whatever else was refused."""
    if problem.code != "no-email-change":
        raise problem
    return visit.go(f"{ADDRESS}?fait=adresse-plus-la")


async def _page(visit: Visit, form: FormView) -> Response:
    account = await visit.clients.identity.own_account(visit.bearer)
    status = form.status if form.wrong else 200
    return visit.page("account/address.html", status, form=form, summary=form.summary(FIELDS), account=account)
