"""Passing a file, or its small picture, from documents to whoever may open it; the bytes are never gathered here."""

from starlette.responses import Response, StreamingResponse

from gateway.clients.service import Download, Problem
from gateway.web.visit import Visit
from gateway.web.wording import of_page

_PASSED = ("content-type", "content-length", "content-disposition", "content-security-policy", "x-content-type-options")


async def open_file(visit: Visit, bearer: str, document_id: str) -> Response:
    """The file; a page that says why while it cannot be opened. Raises Problem 404."""
    try:
        found = await visit.clients.documents.content(bearer, document_id)
    except Problem as problem:
        if problem.status != 409:
            raise
        return visit.page("errors/conflict.html", 409, message=of_page(problem.code))
    return _passed_on(found)


async def open_preview(visit: Visit, bearer: str, document_id: str) -> Response:
    """The small picture; nothing where there is none, since it only stands beside the file's name."""
    try:
        found = await visit.clients.documents.preview(bearer, document_id)
    except Problem:
        return Response(status_code=404)
    return _passed_on(found)


def _passed_on(found: Download) -> Response:
    headers = {name: found.headers[name] for name in _PASSED if name in found.headers}
    headers["cache-control"] = "no-store"
    return StreamingResponse(found.chunks(), headers=headers)
