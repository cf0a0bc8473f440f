"""Mot de passe oublié: ask for a link, then choose another password behind it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import FieldProblem, Problem
from gateway.web.form_view import FormView, text_problem
from gateway.web.recovery.asking import ask, asked
from gateway.web.visit import Visit, open_visit
from libs.chassis.auth import SubjectKind

router = APIRouter()
FORGOTTEN = "/mot-de-passe-oublie"
FIELDS = ("password", "password_confirmation")
_ASK = "recovery/forgotten_password.html"


@router.get(FORGOTTEN)
async def forgotten(request: Request) -> Response:
    return asked(await open_visit(request), _ASK, "identifier", FormView())


@router.post(FORGOTTEN)
async def ask_for_link(request: Request) -> Response:
    visit = await open_visit(request)
    return await ask(visit, _ASK, "identifier", visit.clients.identity.ask_password_reset, f"{FORGOTTEN}/demande")


@router.get(f"{FORGOTTEN}/demande")
async def link_asked(request: Request) -> Response:
    return (await open_visit(request)).page("recovery/password_asked.html")


@router.get("/mot-de-passe/{token}")
async def choose(request: Request, token: str) -> Response:
    """Opening the link spends nothing: mail scanners open links too."""
    visit = await open_visit(request)
    try:
        await visit.clients.identity.check_reset_link(visit.kiosk.sessions.bearer_from(visit.address), token)
    except Problem as problem:
        return _refused(visit, problem)
    return _page(visit, token, FormView())


@router.post("/mot-de-passe/{token}")
async def change(request: Request, token: str) -> Response:
    visit = await open_visit(request)
    form = FormView()
    form.refuse(_problems(visit))
    if form.wrong:
        return _page(visit, token, form)
    bearer = visit.kiosk.sessions.bearer_from(visit.address)
    try:
        await visit.clients.identity.complete_password_reset(bearer, token, visit.form.text("password"))
    except Problem as problem:
        if not problem.errors:
            return _refused(visit, problem)
        form.refused_by(problem)
        return _page(visit, token, form)
    if visit.session and visit.session.kind is SubjectKind.FAMILY:
        await visit.end()
    return visit.go("/?fait=mot-de-passe-change")


def _problems(visit: Visit) -> list[FieldProblem]:
    once, again = (visit.form.text(name) for name in FIELDS)
    missing = [name for name, value in zip(FIELDS, (once, again), strict=True) if not value]
    if missing:
        return [text_problem(name, "required") for name in missing]
    return [] if once == again else [text_problem("password_confirmation", "confirmation-differs")]


def _refused(visit: Visit, problem: Problem) -> Response:
    """A link that is none any more. Raises Problem for whatever else was refused."""
    if problem.status not in (404, 422):
        raise problem
    return visit.page("recovery/link_dead.html", 404)


def _page(visit: Visit, token: str, form: FormView) -> Response:
    status = form.status if form.wrong else 200
    return visit.page("recovery/new_password.html", status, token=token, form=form, summary=form.summary(FIELDS))
