"""Step 3: the personal account, its password, the proof of being a person, and the terms."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.clients.service import Problem
from gateway.web.account_form import account_context, keep_account, known_account, mail_code, typed_account
from gateway.web.creation.step import AccountStep, account_step
from gateway.web.form_view import FormView
from gateway.web.visit import open_visit, registration_visit

ACCOUNT = "/creer-ma-famille/compte"
router = APIRouter(prefix=ACCOUNT)


@router.get("")
async def describe(request: Request) -> Response:
    step = await account_step(request)
    return _page(step, known_account(step.registration))


@router.post("")
async def keep(request: Request) -> Response:
    step = await account_step(request)
    form = typed_account(step.visit.form)
    await keep_account(step.visit, step.registration, form)
    return _page(step, form, form.status) if form.wrong else step.visit.go("/creer-ma-famille/foyer")


@router.post("/code")
async def send_code(request: Request) -> Response:
    """Without JavaScript, or on a phone that cannot compute: six digits by mail instead of the captcha."""
    step = await account_step(request)
    form = typed_account(step.visit.form)
    notice = await mail_code(step.visit, step.registration, form)
    return _page(step, form, form.status if form.wrong else 200, notice)


@router.get("/defi")
async def challenge(request: Request) -> Response:
    """What the captcha's script has to solve, for a creation and for a first use alike."""
    visit = await registration_visit(request)
    return JSONResponse(await visit.clients.identity.captcha_challenge(visit.bearer))


@router.post("/force")
async def strength(request: Request) -> Response:
    """The meter asks while the password is typed; the answer is never kept."""
    visit = await open_visit(request)
    password = visit.form.text("password")
    if not password:
        return JSONResponse({"level": ""})
    try:
        judged = await visit.clients.identity.password_strength(visit.bearer, password[:200])
    except Problem:
        return JSONResponse({"level": "weak"})
    return JSONResponse({"level": judged["level"]})


def _page(step: AccountStep, form: FormView, status: int = 200, notice: tuple[str, str] | None = None) -> Response:
    context = account_context(step.visit, step.registration, form, ACCOUNT)
    if notice:
        context["notice"] = notice
    return step.visit.page("creation/account.html", status, **context)
