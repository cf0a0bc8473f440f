"""One request of a person: who they are, what they sent, and how a page goes back to them."""

import re
import secrets
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gateway.clients.all_services import Clients
from gateway.clients.identity_account import SeenAs
from gateway.edge.forms import Form
from gateway.edge.guard import FORM
from gateway.edge.sessions import Session
from gateway.web.kiosk import Kiosk
from gateway.web.notices import NOTICES
from gateway.web.user_agent import seen_as
from libs.chassis.auth import SubjectKind

UNLOCKING = "/creer-ma-famille/deverrouiller"
CREATING = frozenset({SubjectKind.REGISTRATION, SubjectKind.LOCKED_REGISTRATION})
ONE_YEAR = 365 * 24 * 3600
"""How long a browser is known again, in seconds; identity forgets the device then."""
_DEVICE = re.compile(r"[A-Za-z0-9_-]{1,100}", re.ASCII)


class GoTo(Exception):
    """The page is not for this visitor now: they are sent elsewhere (303)."""

    def __init__(self, path: str, *, lapsed: bool = False) -> None:
        """`lapsed`: the browser's session is no more, and its cookie goes with the answer."""
        super().__init__(path)
        self.path = path
        self.lapsed = lapsed


class Locked(Exception):
    """A form was sent from a creation that waits for its password; nothing of it was done."""

    def __init__(self, visit: "Visit") -> None:
        super().__init__()
        self.visit = visit


class SignedOut(Exception):
    """A family's form was sent after its session had ended; nothing of it was done."""

    def __init__(self, visit: "Visit") -> None:
        super().__init__()
        self.visit = visit


class AgentSignedOut(SignedOut):
    """An agent's form, likewise."""


class NotAllowed(Exception):
    """The page is for somebody else: 403."""


class Visit:
    """What a route works with. Cookies that change during the visit are written with the answer."""

    def __init__(self, request: Request, kiosk: Kiosk, session: Session | None) -> None:
        self.request = request
        self.kiosk = kiosk
        self.session = session
        self.form: Form = request.scope.get(FORM) or Form()
        self._cookie = request.cookies.get(kiosk.cookies.session)
        self._new_session: str | None = None
        self._ended = self._cookie is not None and session is None
        self._visit = request.cookies.get(kiosk.cookies.visit)
        self._new_visit: str | None = None
        self._new_device: str | None = None

    @classmethod
    def in_trouble(cls, request: Request, kiosk: Kiosk) -> "Visit":
        """A visit of which nothing more is known, since something failed: the cookies stay as they are."""
        visit = cls(request, kiosk, None)
        visit._ended = False
        return visit

    @property
    def clients(self) -> Clients:
        return self.kiosk.clients

    @property
    def bearer(self) -> str:
        """The subject token that says who asks."""
        return self.kiosk.sessions.bearer(self.session)

    @property
    def device(self) -> str | None:
        """What tells this browser from others when somebody signs in; a mangled one keeps nobody from doing so."""
        kept = self.request.cookies.get(self.kiosk.cookies.device, "")
        return kept if _DEVICE.fullmatch(kept) else None

    @property
    def seen_as(self) -> SeenAs:
        """What a session that begins now is listed as to its owner."""
        return seen_as(self.request.headers.get("user-agent", ""))

    @property
    def lapsed(self) -> bool:
        """The browser came with a session that is no more."""
        return self._ended

    @property
    def address(self) -> str:
        """The visitor's network address, for throttling alone."""
        client = self.request.client
        return client.host if client else ""

    def turned_away(self, path: str, notice: str = "expire") -> GoTo:
        """Where somebody goes whom the page is not for; one whose session lapsed is told so there."""
        return GoTo(f"{path}?fait={notice}", lapsed=True) if self.lapsed else GoTo(path)

    def begin(self, session_token: str) -> None:
        """The person is somebody else from now on: the old session is forgotten here."""
        if self._cookie:
            self.kiosk.sessions.forget(self._cookie)
        self._new_session, self._ended = session_token, False

    async def begin_as(self, session_token: str) -> None:
        """The same, and who they are is known at once: what they left behind opens for them alone."""
        self.begin(session_token)
        self.session = await self.kiosk.sessions.resolve(session_token)

    def remember_device(self, device_token: str) -> None:
        """The browser keeps it for a year, whoever signs in or out meanwhile."""
        self._new_device = device_token

    async def end(self) -> None:
        """Sign out, on the server first."""
        if self.session:
            await self.kiosk.clients.identity.revoke(self.bearer, self.session.token)
            self.kiosk.sessions.forget(self.session.token)
        self._ended = self._cookie is not None

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page, with what every layout needs."""
        html = self.kiosk.pages.render(
            template,
            {
                "session": self.session,
                "path": self.request.url.path,
                "csrf": self.form_token,
                "form_key": secrets.token_urlsafe(12),
                "notice": NOTICES.get(self.request.query_params.get("fait", "")),
                **context,
            },
        )
        return self._with_cookies(HTMLResponse(html, status))

    def go(self, path: str) -> Response:
        """Post, redirect, get."""
        return self._with_cookies(RedirectResponse(path, 303))

    def answer(self, response: Response) -> Response:
        """Any other answer."""
        return self._with_cookies(response)

    @property
    def form_token(self) -> str:
        """The token of every form of this answer; draws the visit's cookie when nothing binds it yet."""
        binding = self._new_session or (None if self._ended else self._cookie) or self._visit
        if binding is None:
            binding = self._visit = self._new_visit = secrets.token_urlsafe(16)
        session = self.session
        if session is None or session.token != binding:
            return self.kiosk.csrf.token(binding)
        return self.kiosk.csrf.token(binding, self.kiosk.kept_forms.writer(session.subject.id))

    def _with_cookies(self, response: Response) -> Response:
        cookies = self.kiosk.cookies
        if self._new_session:
            cookies.put(response, cookies.session, self._new_session)
        elif self._ended:
            cookies.drop(response, cookies.session)
        if self._new_visit:
            cookies.put(response, cookies.visit, self._new_visit)
        if self._new_device:
            cookies.put(response, cookies.device, self._new_device, ONE_YEAR)
        return response


def signed(visit: Visit) -> str:
    """The subject token with the person's name, for what keeps who wrote it. Raises NotAllowed for a visitor."""
    if visit.session is None:
        raise NotAllowed
    return visit.kiosk.sessions.bearer_signed(visit.session)


async def open_visit(request: Request) -> Visit:
    """A visit of anybody. Raises Unavailable: identity cannot say who it is."""
    kiosk: Kiosk = request.app.state.kiosk
    session = await kiosk.sessions.resolve(request.cookies.get(kiosk.cookies.session))
    return Visit(request, kiosk, session)


async def registration_visit(request: Request) -> Visit:
    """A visit of somebody who is creating a family. Raises GoTo what opens it for them, Locked."""
    visit = await open_visit(request)
    if visit.session is not None and visit.session.kind is SubjectKind.LOCKED_REGISTRATION:
        if request.method == "GET":
            raise GoTo(f"{UNLOCKING}?suite={quote(request.url.path)}")
        raise Locked(visit)
    if visit.session is None or visit.session.kind is not SubjectKind.REGISTRATION:
        raise visit.turned_away("/creer-ma-famille", "creation-expiree")
    return visit


async def family_visit(request: Request) -> Visit:
    """A visit of a signed-in parent. Raises GoTo the sign-in, SignedOut for a form sent too late, NotAllowed."""
    visit = await open_visit(request)
    if visit.session is None and visit.lapsed and request.method == "POST":
        raise SignedOut(visit)
    if visit.session is None or visit.session.kind in CREATING:
        raise visit.turned_away("/")
    if visit.session.kind is not SubjectKind.FAMILY:
        raise NotAllowed
    return visit


async def staff_visit(request: Request) -> Visit:
    """A visit of a signed-in agent.

    Raises:
        GoTo: the sign-in.
        AgentSignedOut: a form came too late.
        NotAllowed: of somebody else, or without the second factor.
    """
    visit = await open_visit(request)
    if visit.session is None and visit.lapsed and request.method == "POST":
        raise AgentSignedOut(visit)
    if visit.session is None:
        raise visit.turned_away("/agents/connexion")
    if visit.session.kind is not SubjectKind.STAFF:
        raise NotAllowed
    return visit
