"""Agents sign in with a password, then with the code of their application."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.agents.home import HOME
from gateway.web.agents.sign_in_page import code_page, given_back, password_page
from gateway.web.form_view import FormView, text_problem
from gateway.web.given_back import kept_form
from gateway.web.visit import GoTo, NotAllowed, Visit, open_visit
from gateway.web.wording import of_page
from libs.chassis.auth import SubjectKind

router = APIRouter(prefix="/agents/connexion")


@router.get("")
async def ask_password(request: Request) -> Response:
    visit = await open_visit(request)
    if visit.session and visit.session.kind is SubjectKind.STAFF:
        return visit.go(HOME)
    return password_page(visit, FormView())


@router.post("")
async def check_password(request: Request) -> Response:
    visit = await open_visit(request)
    login, password, sealed = visit.form.text("login").strip(), visit.form.text("password"), kept_form(visit)
    form = FormView({"login": login})
    missing = {"login": login, "password": password}
    form.refuse(text_problem(name, "required") for name, value in missing.items() if not value)
    if form.wrong:
        return password_page(visit, form, 422, sealed=sealed)
    try:
        token = await visit.clients.identity.sign_in_staff(
            visit.kiosk.sessions.bearer_from(visit.address), login, password
        )
    except Problem as problem:
        code = "wrong-credentials" if problem.status == 422 else problem.code
        form.complain(of_page(code, retry_after=problem.retry_after), "login")
        return password_page(visit, form, 429 if problem.status == 429 else 422, sealed=sealed)
    visit.begin(token)
    # What was typed stands in no address: it goes on in the page itself.
    return code_page(visit, FormView(), sealed=sealed) if sealed else visit.go("/agents/connexion/code")


@router.get("/code")
async def ask_code(request: Request) -> Response:
    return code_page(await _halfway(request), FormView())


@router.post("/code")
async def check_code(request: Request) -> Response:
    visit = await open_visit(request)
    sealed = kept_form(visit)
    if visit.session is None and visit.lapsed and sealed:
        form = FormView()
        form.complain(of_page("signed-out-typed"), "login")
        return password_page(visit, form, 403, sealed=sealed)
    _must_be_halfway(visit)
    code = "".join(visit.form.text("code").split())
    form = FormView({"code": code})
    if not code:
        form.refuse([text_problem("code", "required")])
        return code_page(visit, form, 422, sealed=sealed)
    try:
        token = await visit.clients.identity.confirm_second_factor(visit.bearer, code)
    except Problem as problem:
        said = "wrong-code" if problem.status == 422 else problem.code
        form.complain(of_page(said, retry_after=problem.retry_after), "code")
        return code_page(visit, form, 429 if problem.status == 429 else 422, sealed=sealed)
    await visit.begin_as(token)
    if not sealed:
        return visit.go(HOME)
    return given_back(visit, sealed)


async def _halfway(request: Request) -> Visit:
    """Somebody whose password was right. Raises GoTo the step that is due, NotAllowed for a family."""
    visit = await open_visit(request)
    _must_be_halfway(visit)
    return visit


def _must_be_halfway(visit: Visit) -> None:
    if visit.session is None:
        raise visit.turned_away("/agents/connexion")
    if visit.session.kind is SubjectKind.STAFF:
        raise GoTo(HOME)
    if visit.session.kind is not SubjectKind.SECOND_FACTOR:
        raise NotAllowed
