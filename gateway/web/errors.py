"""Whatever goes wrong becomes a page in French that says what to do; for the API, a problem."""

from dataclasses import dataclass

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.clients.service import Problem, Unavailable
from gateway.edge.forms import Form
from gateway.edge.guard import API, FORM, EarlierForm, Refused
from gateway.web.agents.sign_in_page import agent_signed_out_page
from gateway.web.creation.locked import interrupted_page
from gateway.web.earlier_form import earlier_form_page
from gateway.web.home.sign_in_page import signed_out_page
from gateway.web.kiosk import Kiosk
from gateway.web.visit import AgentSignedOut, GoTo, Locked, NotAllowed, SignedOut, Visit
from gateway.web.wording import OF_PAGE, of_page
from libs.chassis.correlation import current_correlation
from libs.chassis.logging import get_logger
from libs.chassis.problems import problem as problem_document

_SECRET = frozenset({"password", "password_confirmation", "current_password", "code", "claim_code", "csrf"})


@dataclass(frozen=True)
class Accident:
    """How an exception is answered."""

    status: int
    code: str
    message: str = ""
    retry_after: int | None = None


class ErrorPagesMiddleware:
    """Catches what routes and the guard raise. An answer that has begun is cut short: nothing better can be done."""

    def __init__(self, app: ASGIApp, kiosk: Kiosk) -> None:
        self._app = app
        self._kiosk = kiosk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            return
        except Exception as error:
            if begun:
                raise
            response = await answer(Request(scope), error, self._kiosk)
            await response(scope, receive, send)


async def answer_http(request: Request, error: Exception) -> Response:
    """For FastAPI: an address that does not exist, a method that is not offered, an id that is none."""
    kiosk: Kiosk = request.app.state.kiosk
    return await answer(request, error, kiosk)


async def answer(request: Request, error: Exception, kiosk: Kiosk) -> Response:
    """The page or the problem for an exception."""
    if isinstance(error, EarlierForm):
        try:
            if page := await earlier_form_page(request, error.form):
                return page
        except Unavailable as unavailable:
            error = unavailable
    match error:
        case GoTo():
            return _went(request, error, kiosk)
        case Locked() | SignedOut():
            return _who_is_it(error)
    accident = _accident(error)
    if request.url.path.startswith(API):
        if accident.retry_after:
            return problem_document(accident.status, accident.code, retry_after=accident.retry_after)
        return problem_document(accident.status, accident.code)
    return _page(request, accident, kiosk)


def _who_is_it(error: Locked | SignedOut) -> Response:
    """The question, with what came: nothing of it was done."""
    match error:
        case Locked():
            return interrupted_page(error.visit)
        case AgentSignedOut():
            return agent_signed_out_page(error.visit)
    return signed_out_page(error.visit)


def _went(request: Request, error: GoTo, kiosk: Kiosk) -> Response:
    """Sent elsewhere; a session that is no more leaves the browser with it."""
    if error.lapsed:
        return Visit(request, kiosk, None).go(error.path)
    return RedirectResponse(error.path, 303)


def _accident(error: Exception) -> Accident:
    accident = _EXPECTED.get(type(error))
    if accident is not None:
        return accident
    match error:
        case Refused():
            return Accident(error.status, error.code)
        case HTTPException():
            return Accident(error.status_code, "not-found" if error.status_code == 404 else "refused")
        case Problem():
            message = of_page(error.code, error.details, error.retry_after) if error.code in OF_PAGE else ""
            return Accident(error.status, error.code, message, error.retry_after)
    get_logger().error("request failed", exc_info=error)
    return Accident(500, "internal")


_EXPECTED: dict[type[Exception], Accident] = {
    NotAllowed: Accident(403, "forbidden"),
    RequestValidationError: Accident(404, "not-found"),
    Unavailable: Accident(503, "unavailable"),
}
_TEMPLATES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method",
    408: "bad_request",
    409: "conflict",
    413: "too_large",
    422: "bad_request",
    428: "bad_request",
    429: "throttled",
    500: "internal",
    503: "unavailable",
}


def _page(request: Request, accident: Accident, kiosk: Kiosk) -> Response:
    visit = Visit.in_trouble(request, kiosk)
    template = _TEMPLATES.get(accident.status, "bad_request" if accident.status < 500 else "internal")
    response = visit.page(
        f"errors/{template}.html",
        accident.status,
        code=accident.code,
        message=accident.message,
        reference=current_correlation().id,
        again=_again(request, accident),
    )
    if accident.status in (429, 503):
        response.headers["Retry-After"] = str(accident.retry_after or 5)
    return response


def _again(request: Request, accident: Accident) -> list[tuple[str, str]] | None:
    """What was typed, to be sent again with one button; None when a file or a secret was sent, which is not kept."""
    form: Form | None = request.scope.get(FORM)
    if accident.status != 503 or form is None or form.chosen_files or (_SECRET - {"csrf"}) & form.texts.keys():
        return None
    return [(name, value) for name, values in form.texts.items() if name not in _SECRET for value in values]
