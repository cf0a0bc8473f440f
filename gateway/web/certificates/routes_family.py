"""The certificates of a family's children."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.admission_wording import CERTIFICATE_STATES
from gateway.web.certificates.paper import certificate_paper
from gateway.web.family.account import family_id
from gateway.web.visit import family_visit
from libs.french.levels import LEVEL_NAMES

router = APIRouter(prefix="/mon-espace/certificats")


@router.get("")
async def certificates(request: Request) -> Response:
    visit = await family_visit(request)
    found = await visit.clients.schooling.family_certificates(visit.bearer, family_id(visit))
    return visit.page("certificates/family.html", certificates=found, levels=LEVEL_NAMES, states=CERTIFICATE_STATES)


@router.get("/{number}.pdf")
async def paper(request: Request, number: str) -> Response:
    """Only what schooling says is the family's: either home of the child."""
    visit = await family_visit(request)
    sheet = await visit.clients.schooling.family_sheet(visit.bearer, family_id(visit), number)
    return await certificate_paper(visit, sheet)
