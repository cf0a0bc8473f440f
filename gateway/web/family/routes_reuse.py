"""Papers given before that serve again in a record of the family."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.family.account import family_id
from gateway.web.family.record_names import record_title
from gateway.web.family.routes_attestation import open_record, trail_of
from gateway.web.family.routes_record import place_of
from gateway.web.pieces.reuse import NameOf, reuse, reuse_page
from gateway.web.visit import Visit

router = APIRouter(prefix="/mon-espace/fiches/{key}/pieces/{piece}/reprise")


@router.get("")
async def choose(request: Request, key: str, piece: str) -> Response:
    visit, record = await open_record(request, key)
    return await reuse_page(place_of(visit, key), piece, await names_of_records(visit), trail_of(record))


@router.post("")
async def take(request: Request, key: str, piece: str) -> Response:
    visit, record = await open_record(request, key)
    return await reuse(place_of(visit, key), piece, await names_of_records(visit), trail_of(record))


async def names_of_records(visit: Visit) -> NameOf:
    """How each place that a paper was given for is called."""
    board = await visit.clients.household.dashboard(visit.bearer, family_id(visit))
    names = {card["key"]: record_title(card["kind"], card["name"]) for card in board["records"]}
    return lambda key: names.get(key, "demande d'inscription scolaire" if key.startswith("derogation-") else "")
