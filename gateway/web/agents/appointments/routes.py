"""The head's week: who comes, who came, and slots taken back."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.schooling_admission import SchoolSlot
from gateway.clients.service import Problem
from gateway.web.agents.appointments.week import PATH, Week, read_week, school_of, schools_of
from gateway.web.appointments.calendar import when
from gateway.web.form_view import Complaint
from gateway.web.visit import GoTo, Visit, staff_visit
from gateway.web.wording import of_page
from libs.french.levels import LEVEL_NAMES

router = APIRouter(prefix=PATH)
_STATES = {"booked": "Attendu", "attended": "Venu", "missed": "Absent"}


@router.get("")
async def schools(request: Request) -> Response:
    """The school, or which of them."""
    visit = await staff_visit(request)
    found = await schools_of(visit)
    if len(found) == 1:
        raise GoTo(f"{PATH}/{found[0]['uai']}")
    return visit.page("agents/appointments/schools.html", schools=found)


@router.get("/{uai}")
async def week(request: Request, uai: str) -> Response:
    visit = await staff_visit(request)
    school = await school_of(visit, uai)
    return _page(visit, await read_week(visit, school, request.query_params.get("semaine", "")))


@router.post("/{uai}/venue")
async def mark(request: Request, uai: str) -> Response:
    """« Venu » or « absent »."""
    visit = await staff_visit(request)
    school = await school_of(visit, uai)
    shown = await read_week(visit, school, visit.form.text("week"))
    attended = visit.form.text("attended") == "oui"
    try:
        await visit.clients.schooling.mark_attendance(
            visit.bearer, visit.form.text("appointment_id"), attended=attended
        )
    except Problem as problem:
        if problem.status not in (404, 409, 422):
            raise
        return _page(visit, shown, problem)
    return visit.go(f"{shown.path}&fait=venue-notee")


@router.get("/{uai}/creneaux/{day}/{slot_id}/retirer")
async def ask_taking_back(request: Request, uai: str, day: str, slot_id: UUID) -> Response:
    visit = await staff_visit(request)
    shown = await read_week(visit, await school_of(visit, uai), day)
    slot = _slot(shown, slot_id)
    return visit.page(
        "agents/appointments/take_back.html", week=shown, slot=slot, day=day, when=when(slot["starts_at"])
    )


@router.post("/{uai}/creneaux/{day}/{slot_id}/retirer")
async def take_back(request: Request, uai: str, day: str, slot_id: UUID) -> Response:
    visit = await staff_visit(request)
    shown = await read_week(visit, await school_of(visit, uai), day)
    try:
        await visit.clients.schooling.cancel_slot(visit.bearer, str(slot_id), visit.form.text("word").strip()[:500])
    except Problem as problem:
        if problem.status not in (404, 409):
            raise
        return _page(visit, shown, problem)
    return visit.go(f"{shown.path}&fait=creneau-retire")


def _slot(week: Week, slot_id: UUID) -> SchoolSlot:
    """Raises GoTo the week: it was taken back meanwhile."""
    for day in week.days:
        for hour in day.hours:
            if hour.slot["id"] == str(slot_id):
                return hour.slot
    raise GoTo(week.path)


def _page(visit: Visit, week: Week, refused: Problem | None = None) -> Response:
    summary = [Complaint("", of_page(refused.code, refused.details))] if refused else []
    return visit.page(
        "agents/appointments/week.html",
        409 if refused else 200,
        week=week,
        states=_STATES,
        levels=LEVEL_NAMES,
        summary=summary,
    )
