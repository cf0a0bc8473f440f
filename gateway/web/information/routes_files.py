"""Files that were joined, for who may open them: documents decides, the gateway passes the bytes on."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.pieces.opening import open_file, open_preview
from gateway.web.visit import Visit, open_visit

router = APIRouter(prefix="/pieces")


@router.get("/{document_id}")
async def download(request: Request, document_id: UUID) -> Response:
    visit = await _somebody(request)
    return await open_file(visit, visit.bearer, str(document_id))


@router.get("/{document_id}/apercu")
async def preview(request: Request, document_id: UUID) -> Response:
    visit = await _somebody(request)
    return await open_preview(visit, visit.bearer, str(document_id))


async def _somebody(request: Request) -> Visit:
    """Raises GoTo the home page: files are for people who are signed in, or creating a family."""
    visit = await open_visit(request)
    if visit.session is None:
        raise visit.turned_away("/")
    return visit
