"""« Rentrée de <prénom> »: the school, the day, what to bring, and who has to meet the head; made to be printed."""

import asyncio
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.schooling_admission import Meeting
from gateway.clients.schooling_families import ChildSchooling, Enrolment, FollowedRequest
from gateway.web.appointments.calendar import when
from gateway.web.family.account import family_id
from gateway.web.schooling import paths
from gateway.web.schooling.cards import has_a_school
from gateway.web.visit import Visit, family_visit
from libs.french.days import long_day

router = APIRouter(prefix=paths.HERE)


@router.get("/{child_id}/rentree/{school_year}")
async def first_day(request: Request, child_id: UUID, school_year: int) -> Response:
    """404 while no school is decided: the follow-up says where things stand."""
    visit = await family_visit(request)
    child = await visit.clients.schooling.child_schooling(visit.bearer, family_id(visit), str(child_id))
    enrolment = next(
        (year for year in (child["this_year"], child["next_year"]) if year["school_year"] == school_year), None
    )
    if enrolment is None or not has_a_school(enrolment):
        raise HTTPException(404)
    schools, years, decided, meeting = await asyncio.gather(
        visit.clients.schooling.schools(visit.bearer),
        visit.clients.schooling.school_years(visit.bearer),
        _decided(visit, child, school_year),
        _meeting(visit, child, school_year),
    )
    own = meeting["appointment"] if meeting else None
    uai = enrolment["school"]["uai"] if enrolment["school"] else ""
    rentree = next((date.fromisoformat(year["rentree"]) for year in years if year["year"] == school_year), None)
    return visit.page(
        "schooling/first_day.html",
        child=child,
        enrolment=enrolment,
        school=next((school for school in schools if school["uai"] == uai), None),
        rentree=long_day(rentree) if rentree else "",
        request=decided,
        meeting=meeting,
        own=own,
        when=when(own["starts_at"]) if own else "",
        bring=await _to_bring(visit, enrolment, decided, meeting),
        first_day=visit.kiosk.commune.first_day.first_day,
        follow_up=paths.of_child(child["child_id"]),
    )


async def _decided(visit: Visit, child: ChildSchooling, school_year: int) -> FollowedRequest | None:
    """This family's own request that led there; none for a school that the other home asked for, or the town."""
    line = next((r for r in child["requests"] if (r["school_year"], r["stage"]) == (school_year, "accepted")), None)
    if line is None:
        return None
    return await visit.clients.schooling.followed_request(visit.bearer, family_id(visit), line["id"])


async def _to_bring(
    visit: Visit, enrolment: Enrolment, decided: FollowedRequest | None, meeting: Meeting | None
) -> Sequence[str]:
    """To the head of school: as the certificate says, or what the town would print on one."""
    if meeting is not None:
        number = meeting["certificate"]
        return (await visit.clients.schooling.family_sheet(visit.bearer, family_id(visit), number))["bring"]
    newcomer = decided is not None and decided["newcomer"]
    return visit.kiosk.commune.admission.to_bring(enrolment["level"] or "", newcomer=newcomer)


async def _meeting(visit: Visit, child: ChildSchooling, school_year: int) -> Meeting | None:
    """None where nobody meets the head: the level asks for none, or there is no valid certificate."""
    found = (await visit.clients.schooling.meetings(visit.bearer, family_id(visit)))["meetings"]
    asked = (child["child_id"], school_year)
    return next((meeting for meeting in found if (meeting["child_id"], meeting["school_year"]) == asked), None)
