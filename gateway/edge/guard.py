"""Every unsafe request is checked before any route sees it: Origin, size, form token."""

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.edge.cookies import Cookies
from gateway.edge.csrf import FIELD, HEADER, Csrf
from gateway.edge.form_reader import MULTIPART, read_form
from gateway.edge.forms import MAX_FILE_BYTES, MAX_TEXT_BYTES, BadForm, Form, FormTooLarge

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
API = "/api/"
PATIENCE = 30.0
"""Seconds without a byte after which a body is given up: nobody holds a form open for ever."""
FORM = "kiosque.form"
"""Where the scope carries the form that was read, once its token proved it."""


class Refused(Exception):
    """The request goes no further: `status` and a `code` that says why, for the page or the problem."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class EarlierForm(Refused):
    """The token is that of a page which another session of this browser showed: nothing proves its `form`."""

    def __init__(self, form: Form) -> None:
        super().__init__(403, "form-token")
        self.form = form


class GuardMiddleware:
    """Raises Refused on what may not pass; reads the form of a page once, and closes its files afterwards.

    Args:
        takes_files: whether a path belongs to a page that files can be joined to.
    """

    def __init__(self, app: ASGIApp, csrf: Csrf, cookies: Cookies, takes_files: Callable[[str], bool]) -> None:
        self._app = app
        self._csrf = csrf
        self._cookies = cookies
        self._takes_files = takes_files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE:
            await self._app(scope, receive, send)
            return
        self._check_origin(scope)
        if scope["path"].startswith(API):
            if not self._proves(scope, Headers(scope=scope).get(HEADER)):
                raise Refused(403, "form-token")
            await self._app(scope, _limited(receive, MAX_FILE_BYTES + 1), send)
        else:
            form = await self._form(scope, receive)
            try:
                if not self._proves(scope, Headers(scope=scope).get(HEADER) or form.text(FIELD)):
                    raise self._refused(form)
                scope[FORM] = form
                await self._app(scope, receive, send)
            finally:
                form.close()

    def _check_origin(self, scope: Scope) -> None:
        """Before a byte of the body is read."""
        if not self._csrf.is_ours(Headers(scope=scope).get("origin")):
            raise Refused(403, "foreign-origin")

    def _proves(self, scope: Scope, token: str | None) -> bool:
        return self._csrf.accepts(token, self._cookies.binding(Request(scope)))

    def _refused(self, form: Form) -> Refused:
        return EarlierForm(form) if self._csrf.writer(form.text(FIELD)) else Refused(403, "form-token")

    async def _form(self, scope: Scope, receive: Receive) -> Form:
        headers = Headers(scope=scope)
        content_type = headers.get("content-type", "")
        if not content_type and headers.get("content-length", "0") == "0":
            return Form()
        if not (self._takes_files(scope["path"]) and content_type.startswith(MULTIPART)):
            receive = _limited(receive, 2 * MAX_TEXT_BYTES)
        try:
            return await read_form(content_type, _chunks(receive))
        except BadForm:
            raise Refused(400, "bad-form") from None
        except FormTooLarge:
            raise Refused(413, "too-large") from None


async def _chunks(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        try:
            message = await asyncio.wait_for(receive(), PATIENCE)
        except TimeoutError:
            raise Refused(408, "too-slow") from None
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        if message.get("body"):
            yield message["body"]
        if not message.get("more_body", False):
            return


def _limited(receive: Receive, most: int) -> Receive:
    """The same body; past `most` bytes it is refused. Raises Refused."""
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            raise Refused(413, "too-large")
        return message

    return limited
