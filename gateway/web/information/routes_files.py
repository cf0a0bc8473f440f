"""Files that were joined, for who may open them: documents decides, the gateway passes the bytes on."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gateway.clients.service import Problem
from gateway.web.visit import open_visit
from gateway.web.wording import of_page

router = APIRouter(prefix="/pieces")
_PASSED = ("content-type", "content-length", "content-disposition", "content-security-policy", "x-content-type-options")


@router.get("/{document_id}")
async def download(request: Request, document_id: UUID) -> Response:
    visit = await open_visit(request)
    if visit.session is None:
        raise visit.turned_away("/")
    try:
        found = await visit.clients.documents.content(visit.bearer, str(document_id))
    except Problem as problem:
        if problem.status != 409:
            raise
        return visit.page("errors/conflict.html", 409, message=of_page(problem.code))
    headers = {name: found.headers[name] for name in _PASSED if name in found.headers}
    headers["cache-control"] = "no-store"
    return StreamingResponse(found.chunks(), headers=headers)
