"""Pages that anybody may read: legal notices, help."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.pages import markdown
from gateway.web.visit import open_visit

router = APIRouter()


@router.get("/accessibilite")
async def accessibility(request: Request) -> Response:
    """The statement that article 47 of the law of 11 February 2005 asks for."""
    return await _legal(request, "accessibilite", "accessibility")


@router.get("/mentions-legales")
async def legal_notice(request: Request) -> Response:
    return await _legal(request, "mentions-legales", "legal_notice")


@router.get("/donnees-personnelles")
async def privacy(request: Request) -> Response:
    """What articles 13 and 14 of the GDPR ask to be said."""
    return await _legal(request, "donnees-personnelles", "privacy")


@router.get("/conditions-generales")
async def terms(request: Request) -> Response:
    visit = await open_visit(request)
    commune = visit.kiosk.commune
    version = commune.profile.terms_version
    return visit.page("information/terms.html", text=markdown(commune.texts.terms[version]), version=version)


async def _legal(request: Request, name: str, template: str) -> Response:
    visit = await open_visit(request)
    return visit.page(f"information/{template}.html", text=markdown(visit.kiosk.commune.texts.legal[name]))
