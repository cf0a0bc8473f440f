"""Step 2: the personal account, the same as in the creation of a family."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.clients.identity import RegistrationView
from gateway.clients.service import Problem
from gateway.web.account_form import account_context, keep_account, known_account, mail_code, typed_account
from gateway.web.form_view import FormView
from gateway.web.visit import GoTo, Visit, registration_visit

ACCOUNT = "/premiere-utilisation/compte"
CONFIRMATION = "/creer-ma-famille/confirmation"
router = APIRouter(prefix=ACCOUNT)


@router.get("")
async def describe(request: Request) -> Response:
    visit, registration = await _claimed(request)
    return _page(visit, registration, known_account(registration))


@router.post("")
async def keep(request: Request) -> Response:
    visit, registration = await _claimed(request)
    form = typed_account(visit.form)
    await keep_account(visit, registration, form)
    return _page(visit, registration, form) if form.wrong else visit.go(CONFIRMATION)


@router.post("/code")
async def send_code(request: Request) -> Response:
    """Six digits by mail instead of the captcha."""
    visit, registration = await _claimed(request)
    form = typed_account(visit.form)
    notice = await mail_code(visit, registration, form)
    return _page(visit, registration, form, notice)


@router.get("/defi")
async def challenge(request: Request) -> Response:
    """What the captcha's script has to solve."""
    visit = await registration_visit(request)
    return JSONResponse(await visit.clients.identity.captcha_challenge(visit.bearer))


async def _claimed(request: Request) -> tuple[Visit, RegistrationView]:
    """Somebody whose code was right. Raises GoTo the step that is due."""
    visit = await registration_visit(request)
    if visit.session is None:
        raise GoTo("/premiere-utilisation")
    try:
        registration = await visit.clients.identity.registration(visit.bearer, str(visit.session.subject.id))
    except Problem as problem:
        if problem.status != 404:
            raise
        raise GoTo("/premiere-utilisation?fait=expire", lapsed=True) from None
    if registration["state"] in ("awaiting_activation", "activated"):
        raise GoTo(CONFIRMATION)
    if registration["claim"] is None:
        raise GoTo("/creer-ma-famille/compte")
    return visit, registration


def _page(
    visit: Visit, registration: RegistrationView, form: FormView, notice: tuple[str, str] | None = None
) -> Response:
    context = account_context(visit, registration, form, ACCOUNT)
    if notice:
        context["notice"] = notice
    claim = registration["claim"]
    return visit.page(
        "first_use/account.html",
        form.status if form.wrong else 200,
        family_code=claim["family_code"] if claim else "",
        **context,
    )
