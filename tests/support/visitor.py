"""A person with a browser that runs no JavaScript: opens pages, fills forms by their labels, presses buttons."""

import asyncio
import secrets
import ssl
import time
from collections.abc import AsyncIterable, Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import httpx

from tests.support.pages import Form, Page, Upload

_AWAY = {502, 503, 504}
_NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # the site is http: reading them costs 20 ms a visitor


class Away(Exception):
    """The site did not answer, or said that it cannot for the moment: what a reload may mend."""


@dataclass
class Visitor:
    """One browser with its own cookies.

    Attributes:
        source: the loopback address that the visitor comes from; the site slows down each address by itself.
        statuses: of every answer, redirects included: a test ends by looking that no 500 is among them.
    """

    site: str
    timeout: float = 30.0
    source: str = "127.0.0.1"
    statuses: list[tuple[str, int]] = field(default_factory=list)
    _client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        self._client = httpx.AsyncClient(
            base_url=self.site,
            follow_redirects=True,
            timeout=self.timeout,
            transport=httpx.AsyncHTTPTransport(local_address=self.source, verify=_NO_AUTHORITIES),
            headers={"Accept": "text/html", "Accept-Language": "fr", "User-Agent": "Mozilla/5.0 (tests)"},
            event_hooks={"response": [self._note]},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def open(self, path: str) -> Page:
        """Go to a path or an address of the site. Raises Away."""
        return await self._read(self._client.build_request("GET", path))

    async def press(self, form: Form) -> Page:
        """Send the form and follow to where it leads. Raises Away."""
        fields, files = form.filled()
        if form.method == "GET":
            return await self._read(self._client.build_request("GET", form.action, params=urlencode(fields)))
        return await self._read(self._posting(form, fields, files))

    async def post(self, form: Form, *, origin: str | None = "") -> Page:
        """Send it with another Origin, or with none: what a strange page could make a browser do."""
        fields, files = form.filled()
        request = self._posting(form, fields, files)
        del request.headers["Origin"]
        request.headers.pop("Sec-Fetch-Site", None)
        if origin:
            request.headers["Origin"] = origin
        return await self._read(request)

    async def press_streaming(
        self, form: Form, body: Callable[[bytes, bytes], AsyncIterable[bytes]], size: int
    ) -> Page:
        """Send a form with one file whose content is made while it is sent, so that its size does not count.

        Args:
            body: given what stands before and after the file's content, yields the whole.
            size: of the content that it puts between them.
        """
        fields, files = form.filled()
        request = self._posting(form, fields, files)
        [content] = [content for _, (name, content, _) in files if name]
        before, _, after = request.content.partition(b"\r\n\r\n" + content + b"\r\n")
        head, tail = before + b"\r\n\r\n", b"\r\n" + after
        request.headers["Content-Length"] = str(len(head) + size + len(tail))
        streamed = body(head, tail)
        return await self._read(
            self._client.build_request("POST", form.action, content=streamed, headers=request.headers)
        )

    async def download(self, address: str) -> httpx.Response:
        """A file, as it comes."""
        return await self._client.get(address)

    async def press_for_file(self, form: Form) -> httpx.Response:
        """Send a form whose answer is a file, as it comes."""
        fields, files = form.filled()
        return await self._client.send(self._posting(form, fields, files))

    async def ask(self, path: str) -> Any:
        """What a script of the page would fetch: JSON. Raises Away."""
        try:
            answer = await self._client.get(path, headers={"Accept": "application/json"})
        except httpx.TransportError as error:
            raise Away(f"{type(error).__name__} at {path}") from error
        if answer.status_code in _AWAY:
            raise Away(f"{answer.status_code} at {path}")
        assert answer.status_code == 200, f"{answer.status_code} at {path}"
        return answer.json()

    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self._client.cookies.jar}

    def other_tab(self) -> "Visitor":
        """A second tab: the same cookies."""
        tab = Visitor(self.site, self.timeout, self.source, self.statuses)
        tab._client.cookies = self._client.cookies
        return tab

    @property
    def _origin(self) -> str:
        parts = urlsplit(self.site)
        return f"{parts.scheme}://{parts.netloc}"

    def _posting(self, form: Form, fields: list[tuple[str, str]], files: list[tuple[str, Upload]]) -> httpx.Request:
        headers = {"Origin": self._origin, "Referer": form.page_url, "Sec-Fetch-Site": "same-origin"}
        if form.is_multipart:
            body, media_type = multipart(fields, files)
        else:
            body, media_type = urlencode(fields).encode(), "application/x-www-form-urlencoded"
        headers["Content-Type"] = media_type
        return self._client.build_request("POST", form.action, content=body, headers=headers)

    async def _read(self, request: httpx.Request) -> Page:
        try:
            answer = await self._client.send(request)
        except httpx.TransportError as error:
            raise Away(f"{type(error).__name__} at {request.url.path}") from error
        if answer.status_code in _AWAY:
            raise Away(f"{answer.status_code} at {answer.url.path}")
        return Page(str(answer.url), answer.status_code, answer.text)

    async def _note(self, answer: httpx.Response) -> None:
        self.statuses.append((f"{answer.request.method} {answer.request.url.path}", answer.status_code))


def multipart(fields: list[tuple[str, str]], files: list[tuple[str, Upload]]) -> tuple[bytes, str]:
    """A body as a browser writes it, empty file fields too, and its media type."""
    boundary = f"----tests{secrets.token_hex(12)}"
    parts = [_part_head(boundary, name) + b"\r\n" + value.encode() + b"\r\n" for name, value in fields]
    parts += [
        _part_head(boundary, name, file_name) + f"Content-Type: {media_type}\r\n\r\n".encode() + content + b"\r\n"
        for name, (file_name, content, media_type) in files
    ]
    return b"".join([*parts, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"


def _part_head(boundary: str, name: str, file_name: str | None = None) -> bytes:
    file = "" if file_name is None else f'; filename="{file_name.replace(chr(34), "%22")}"'
    return f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n'.encode()


def an_address(number: int) -> str:
    """A loopback address of one's own, far from the others."""
    return f"127.{16 + number // 200}.{1 + number % 200}.7"


async def as_a_person_would(step: Callable[[], Awaitable[Page]], seconds: float = 60, pause: float = 1.0) -> Page:
    """Do a step again while the site is away: reload, fill in again, press again. Raises Away after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return await step()
        except Away:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(pause)
