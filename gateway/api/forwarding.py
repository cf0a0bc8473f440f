"""A request of the JSON API on its way to a service and back, byte for byte, with the session's subject token."""

from collections.abc import AsyncIterator, Mapping

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gateway.clients.service import ServiceClient

_IN = ("accept", "content-type", "idempotency-key", "if-match", "x-file-name")
_OUT = (
    "content-type",
    "content-length",
    "content-disposition",
    "content-security-policy",
    "etag",
    "retry-after",
    "cache-control",
)


async def forward(request: Request, client: ServiceClient, path: str, bearer: str) -> Response:
    """The service's own answer, problems included. Raises Unavailable."""
    sent = {name: request.headers[name] for name in _IN if name in request.headers}
    unsafe = request.method not in ("GET", "HEAD")
    answer = await client.forward(
        request.method,
        path,
        bearer,
        query=request.url.query,
        headers=sent,
        data=_body(request) if unsafe else None,
    )
    headers = _kept(answer.headers)
    if location := answer.headers.get("Location"):
        headers["location"] = f"/api/v1/{client.name}{location}"
    return StreamingResponse(
        answer.content.iter_chunked(65536),
        answer.status,
        headers=headers,
        background=BackgroundTask(answer.release),
    )


async def _body(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        if chunk:
            yield chunk


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in _OUT if name in headers}
