"""A child's schooling: état inscription, what can be asked, and where each request stands."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.family.account import family_id
from gateway.web.pieces.table import piece_labels
from gateway.web.schooling import paths
from gateway.web.schooling.cards import child_view, of_the_home
from gateway.web.visit import family_visit

router = APIRouter(prefix=paths.HERE)


@router.get("/{child_id}")
async def follow_up(request: Request, child_id: UUID) -> Response:
    visit = await family_visit(request)
    family, schooling = family_id(visit), visit.clients.schooling
    board, child = await asyncio.gather(
        visit.clients.household.dashboard(visit.bearer, family),
        schooling.child_schooling(visit.bearer, family, str(child_id)),
    )
    shown = [line["id"] for line in child["requests"] if line["stage"] != "withdrawn"]
    labels, *requests = await asyncio.gather(
        piece_labels(visit), *(schooling.followed_request(visit.bearer, family, found) for found in shown)
    )
    return visit.page(
        "schooling/follow_up.html",
        view=child_view(child, board),
        reasons=of_the_home([child], board),
        requests=requests,
        provisional_years=[
            enrolment["school_year_label"]
            for enrolment in (child["this_year"], child["next_year"])
            if enrolment["provisional"]
        ],
        pieces=labels,
        withdrawn=[line for line in child["requests"] if line["stage"] == "withdrawn"],
        path_of=lambda found: paths.of_request(str(child_id), found["id"]),
    )
