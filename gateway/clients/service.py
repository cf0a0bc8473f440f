"""Calling a service over HTTP: who asks, how long to wait, and what an answer that is no success means."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from multidict import CIMultiDictProxy
from yarl import URL

from gateway.clients.connections import Connections
from libs.chassis.correlation import HEADER, current_correlation
from libs.chassis.logging import get_logger

_USUAL = aiohttp.ClientTimeout(total=10, sock_connect=2)
_TRANSFER = aiohttp.ClientTimeout(total=120, sock_connect=2, sock_read=60)
_URN = "urn:kiosque:problem:"
Query = Mapping[str, str] | Sequence[tuple[str, str]]


@dataclass(frozen=True)
class FieldProblem:
    """One refused field, by the name and code that the service gave."""

    name: str
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass
class Problem(Exception):
    """A service refused (RFC 9457): its status, stable code, and errors by field."""

    status: int
    code: str
    errors: Sequence[FieldProblem] = ()
    retry_after: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


class Unavailable(Exception):
    """A service is away, too slow, or broken: the page says so and keeps what was typed."""


@dataclass(frozen=True)
class Reply:
    """A success: the body, decoded, and the headers."""

    status: int
    body: Any
    headers: CIMultiDictProxy[str]


@dataclass(frozen=True)
class Download:
    """A file on its way through: its headers and its bytes, chunk by chunk; `close` when done."""

    response: aiohttp.ClientResponse

    @property
    def headers(self) -> CIMultiDictProxy[str]:
        return self.response.headers

    async def chunks(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self.response.content.iter_chunked(65536):
                yield chunk
        finally:
            self.response.release()


class ServiceClient:
    """One service at one address."""

    def __init__(self, name: str, base_url: str, connections: Connections) -> None:
        self.name = name
        self._base_url = base_url.rstrip("/")
        self._connections = connections

    @property
    def _http(self) -> aiohttp.ClientSession:
        return self._connections.session

    async def call(
        self,
        method: str,
        path: str,
        bearer: str,
        *,
        body: Any = None,
        query: Query | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send JSON, get JSON.

        Raises:
            Problem: the service refused.
            Unavailable: it could not answer.
        """
        sent = self._headers(bearer, headers)
        data = None
        if body is not None:
            data = json.dumps(body, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/json"
        return await self._reply(method, path, query, sent, data, _USUAL)

    async def upload(
        self, path: str, bearer: str, data: AsyncIterator[bytes], query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Reply:
        """Send a file's bytes as they are. Raises Problem, Unavailable."""
        return await self._reply("POST", path, query, self._headers(bearer, headers), data, _TRANSFER)

    async def download(self, path: str, bearer: str) -> Download:
        """Open a file. Raises Problem, Unavailable."""
        try:
            response = await self._http.get(self._url(path, None), headers=self._headers(bearer), timeout=_TRANSFER)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise self._away(error) from error
        if response.status != 200:
            try:
                self._refuse(response.status, await response.read(), response.headers)
            finally:
                response.release()
        return Download(response)

    async def forward(
        self,
        method: str,
        path: str,
        bearer: str,
        *,
        query: str,
        headers: Mapping[str, str],
        data: AsyncIterator[bytes] | None,
    ) -> aiohttp.ClientResponse:
        """Pass a call on as it is, path and query encoded; the caller releases the answer. Raises Unavailable."""
        url = URL(f"{self._base_url}{path}{f'?{query}' if query else ''}", encoded=True)
        sent = self._headers(bearer, headers)
        try:
            return await self._http.request(
                method, url, data=data, headers=sent, timeout=_TRANSFER, allow_redirects=False
            )
        except (aiohttp.ClientError, TimeoutError) as error:
            raise self._away(error) from error

    async def ready(self) -> bool:
        try:
            async with self._http.get(self._url("/readyz", None), timeout=_USUAL) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _reply(
        self,
        method: str,
        path: str,
        query: Query | None,
        headers: dict[str, str],
        data: Any,
        wait: aiohttp.ClientTimeout,
    ) -> Reply:
        try:
            async with self._http.request(
                method, self._url(path, query), data=data, headers=headers, timeout=wait, allow_redirects=False
            ) as response:
                content = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise self._away(error) from error
        if response.status >= 300:
            self._refuse(response.status, content, response.headers)
        return Reply(response.status, json.loads(content) if content else None, response.headers)

    def _refuse(self, status: int, content: bytes, headers: CIMultiDictProxy[str]) -> None:
        """Raises what an answer that is no success means."""
        problem = _problem(status, content, headers)
        if status >= 500 or status < 400 or problem.code == "unauthenticated":
            get_logger().warning("service failed", service=self.name, status=status)
            raise Unavailable
        raise problem

    def _away(self, error: Exception) -> Unavailable:
        get_logger().warning("service unreachable", service=self.name, error=type(error).__name__)
        return Unavailable()

    def _url(self, path: str, query: Query | None) -> URL:
        url = URL(self._base_url + path, encoded=True)
        return url.with_query(query) if query else url

    @staticmethod
    def _headers(bearer: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
        correlation = current_correlation()
        headers = {
            "Authorization": f"Bearer {bearer}",
            HEADER: correlation.id,
            "traceparent": correlation.traceparent,
        }
        return headers | dict(more) if more else headers


def _problem(status: int, content: bytes, headers: CIMultiDictProxy[str]) -> Problem:
    try:
        told: dict[str, Any] = json.loads(content)
    except ValueError:
        told = {}
    errors = [
        FieldProblem(str(found["field"]), str(found["code"]), found.get("params") or {})
        for found in told.pop("errors", ())
    ]
    code = str(told.pop("type", "")).removeprefix(_URN) or "refused"
    retry_after = told.get("retry_after") or headers.get("Retry-After")
    return Problem(status, code, errors, int(retry_after) if retry_after else None, told)
