"""Papers given before that serve again as proofs of a dérogation."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.family.routes_reuse import names_of_records
from gateway.web.pieces.reuse import reuse, reuse_page
from gateway.web.schooling.asking import AskedFor, asked_for
from gateway.web.schooling.cards import derogation_title
from gateway.web.visit import GoTo

router = APIRouter(prefix="/mon-espace/inscriptions/{child_id}/derogation/{school_year}/pieces/{piece}/reprise")


@router.get("")
async def choose(request: Request, child_id: UUID, school_year: int, piece: str) -> Response:
    asked = await _asked(request, child_id, school_year)
    return await reuse_page(asked.place, piece, await names_of_records(asked.visit), _trail(asked))


@router.post("")
async def take(request: Request, child_id: UUID, school_year: int, piece: str) -> Response:
    asked = await _asked(request, child_id, school_year)
    return await reuse(asked.place, piece, await names_of_records(asked.visit), _trail(asked))


async def _asked(request: Request, child_id: UUID, school_year: int) -> AskedFor:
    """Raises GoTo the form, which says why no dérogation can be asked for."""
    asked = await asked_for(request, child_id, school_year, derogation=True)
    if not asked.target["may_derogate"]:
        raise GoTo(asked.page)
    return asked


def _trail(asked: AskedFor) -> list[tuple[str, str]]:
    return [*asked.trail, (asked.page, derogation_title(asked.target))]
