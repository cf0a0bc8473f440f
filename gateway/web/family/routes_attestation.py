"""Sworn statements of a record of the family."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household import Record
from gateway.web.family.routes_record import place_of, read_record
from gateway.web.pieces.attestation import Trail, attestation_page, sign_attestation
from gateway.web.visit import GoTo, Visit, family_visit

router = APIRouter(prefix="/mon-espace/fiches/{key}/pieces/{piece}/attestation")


@router.get("")
async def attestation(request: Request, key: str, piece: str) -> Response:
    visit, record = await open_record(request, key)
    return await attestation_page(place_of(visit, key), record["kind"], piece, trail_of(record))


@router.post("")
async def sign(request: Request, key: str, piece: str) -> Response:
    visit, record = await open_record(request, key)
    return await sign_attestation(place_of(visit, key), record["kind"], piece, trail_of(record))


async def open_record(request: Request, key: str) -> tuple[Visit, Record]:
    """Raises GoTo the record: while it lies with the town nothing is added to it."""
    visit = await family_visit(request)
    record = await read_record(visit, key)
    if record["locked"]:
        raise GoTo(place_of(visit, key).page)
    return visit, record


def trail_of(record: Record) -> Trail:
    """The breadcrumb down to the record's page."""
    name = "Ma Fiche Famille" if record["kind"] == "family" else record["name"]
    return (
        ("/mon-espace", "Accueil"),
        ("/mon-espace/tableau-de-bord", "Tableau de bord"),
        (f"/mon-espace/fiches/{record['key']}", name),
    )
