"""Agents sign in with a password, then with the code of their application."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.form_view import FormView, text_problem
from gateway.web.visit import GoTo, NotAllowed, Visit, open_visit
from gateway.web.wording import of_page
from libs.chassis.auth import SubjectKind

router = APIRouter(prefix="/agents/connexion")
FIELDS = ("login", "password", "code")


@router.get("")
async def ask_password(request: Request) -> Response:
    visit = await open_visit(request)
    if visit.session and visit.session.kind is SubjectKind.STAFF:
        return visit.go("/agents")
    return _page(visit, "agents/sign_in.html", FormView())


@router.post("")
async def check_password(request: Request) -> Response:
    visit = await open_visit(request)
    login, password = visit.form.text("login").strip(), visit.form.text("password")
    form = FormView({"login": login})
    missing = {"login": login, "password": password}
    form.refuse(text_problem(name, "required") for name, value in missing.items() if not value)
    if form.wrong:
        return _page(visit, "agents/sign_in.html", form, 422)
    try:
        token = await visit.clients.identity.sign_in_staff(
            visit.kiosk.sessions.bearer_from(visit.address), login, password
        )
    except Problem as problem:
        code = "wrong-credentials" if problem.status == 422 else problem.code
        form.complain(of_page(code, retry_after=problem.retry_after), "login")
        return _page(visit, "agents/sign_in.html", form, 429 if problem.status == 429 else 422)
    visit.begin(token)
    return visit.go("/agents/connexion/code")


@router.get("/code")
async def ask_code(request: Request) -> Response:
    return _page(await _halfway(request), "agents/second_factor.html", FormView())


@router.post("/code")
async def check_code(request: Request) -> Response:
    visit = await _halfway(request)
    code = "".join(visit.form.text("code").split())
    form = FormView({"code": code})
    if not code:
        form.refuse([text_problem("code", "required")])
        return _page(visit, "agents/second_factor.html", form, 422)
    try:
        token = await visit.clients.identity.confirm_second_factor(visit.bearer, code)
    except Problem as problem:
        said = "wrong-code" if problem.status == 422 else problem.code
        form.complain(of_page(said, retry_after=problem.retry_after), "code")
        return _page(visit, "agents/second_factor.html", form, 429 if problem.status == 429 else 422)
    visit.begin(token)
    return visit.go("/agents")


async def _halfway(request: Request) -> Visit:
    """Somebody whose password was right. Raises GoTo the step that is due, NotAllowed for a family."""
    visit = await open_visit(request)
    if visit.session is None:
        raise visit.turned_away("/agents/connexion")
    if visit.session.kind is SubjectKind.STAFF:
        raise GoTo("/agents")
    if visit.session.kind is not SubjectKind.SECOND_FACTOR:
        raise NotAllowed
    return visit


def _page(visit: Visit, template: str, form: FormView, status: int = 200) -> Response:
    return visit.page(template, status, form=form, summary=form.summary(FIELDS))
