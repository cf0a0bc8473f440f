"""RENDEZ-VOUS: free slots of the head of a child's school, and the family's appointment: booked, moved, cancelled."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.schooling_admission import Meeting
from gateway.clients.service import Problem
from gateway.web.appointments.calendar import by_day, when
from gateway.web.family.account import family_id
from gateway.web.form_view import Complaint
from gateway.web.visit import GoTo, Visit, family_visit
from gateway.web.wording import of_page
from libs.french.levels import LEVEL_NAMES

PATH = "/mon-espace/rendez-vous"
router = APIRouter(prefix=PATH)
_ONE = "/{child_id}/{school_year}"


@router.get("")
async def meetings(request: Request) -> Response:
    return await _list(await family_visit(request))


@router.get(_ONE)
async def slots(request: Request, child_id: UUID, school_year: int) -> Response:
    """Free slots by day, to book or to move to."""
    visit = await family_visit(request)
    return await _slots(visit, await _meeting(visit, child_id, school_year))


@router.get(f"{_ONE}/annuler")
async def ask_cancelling(request: Request, child_id: UUID, school_year: int) -> Response:
    visit = await family_visit(request)
    meeting = await _meeting(visit, child_id, school_year)
    appointment = meeting["appointment"]
    if appointment is None or appointment["state"] != "booked":
        raise GoTo(PATH)
    return visit.page("appointments/cancel.html", meeting=meeting, when=when(appointment["starts_at"]))


@router.post(f"{_ONE}/annuler")
async def cancel(request: Request, child_id: UUID, school_year: int) -> Response:
    visit = await family_visit(request)
    meeting = await _meeting(visit, child_id, school_year)
    appointment = meeting["appointment"]
    if appointment is not None and appointment["state"] == "booked":
        try:
            await visit.clients.schooling.cancel(visit.bearer, family_id(visit), appointment["id"])
        except Problem as problem:
            if problem.status != 409:
                raise
            return await _list(visit, problem)
    return visit.go(f"{PATH}?fait=rendez-vous-annule")


@router.get(f"{_ONE}/{{slot_id}}")
async def check(request: Request, child_id: UUID, school_year: int, slot_id: UUID) -> Response:
    """Before it is sent: which hour, which place, what to bring."""
    visit = await family_visit(request)
    meeting = await _meeting(visit, child_id, school_year)
    family = family_id(visit)
    free = await visit.clients.schooling.free_slots(visit.bearer, family, str(child_id), school_year)
    chosen = next((slot for slot in free if slot["id"] == str(slot_id)), None)
    if chosen is None:
        return await _slots(visit, meeting, Problem(409, "slot-taken"))
    sheet = await visit.clients.schooling.family_sheet(visit.bearer, family, meeting["certificate"])
    return visit.page(
        "appointments/check.html",
        meeting=meeting,
        slot=chosen,
        when=when(chosen["starts_at"]),
        former=_former(meeting),
        bring=sheet["bring"],
    )


@router.post(f"{_ONE}/{{slot_id}}")
async def take(request: Request, child_id: UUID, school_year: int, slot_id: UUID) -> Response:
    """Books, or moves the appointment that there is."""
    visit = await family_visit(request)
    meeting = await _meeting(visit, child_id, school_year)
    appointment, family, schooling = meeting["appointment"], family_id(visit), visit.clients.schooling
    moving = appointment is not None and appointment["state"] == "booked"
    # A second press of the same button finds the appointment that the first one made.
    if appointment is not None and moving and visit.form.text("moving") != "oui":
        return visit.go(f"{PATH}?fait=rendez-vous-pris")
    try:
        if appointment is not None and moving:
            await schooling.move(visit.bearer, family, appointment["id"], str(slot_id))
        else:
            key = visit.form.key(f"book-{slot_id}")
            await schooling.book(
                visit.bearer, family, str(child_id), school_year=school_year, slot_id=str(slot_id), key=key
            )
    except Problem as problem:
        if problem.status != 409:
            raise
        if problem.code in ("slot-taken", "slot-too-close"):
            return await _slots(visit, meeting, problem)
        return await _list(visit, problem)
    return visit.go(f"{PATH}?fait={'rendez-vous-deplace' if moving else 'rendez-vous-pris'}")


async def _meeting(visit: Visit, child_id: UUID, school_year: int) -> Meeting:
    """Raises GoTo the list, for a child whose head nobody meets or who is not the family's."""
    found = await visit.clients.schooling.meetings(visit.bearer, family_id(visit))
    for meeting in found["meetings"]:
        if meeting["child_id"] == str(child_id) and meeting["school_year"] == school_year:
            return meeting
    raise GoTo(PATH)


async def _list(visit: Visit, refused: Problem | None = None) -> Response:
    found = await visit.clients.schooling.meetings(visit.bearer, family_id(visit))
    moments = {
        meeting["appointment"]["id"]: when(meeting["appointment"]["starts_at"])
        for meeting in found["meetings"]
        if meeting["appointment"]
    }
    return visit.page(
        "appointments/list.html",
        409 if refused else 200,
        found=found,
        when=moments,
        levels=LEVEL_NAMES,
        summary=_summary(refused),
    )


async def _slots(visit: Visit, meeting: Meeting, refused: Problem | None = None) -> Response:
    free = await visit.clients.schooling.free_slots(
        visit.bearer, family_id(visit), meeting["child_id"], meeting["school_year"]
    )
    return visit.page(
        "appointments/slots.html",
        409 if refused else 200,
        meeting=meeting,
        days=by_day(free),
        former=_former(meeting),
        summary=_summary(refused),
    )


def _former(meeting: Meeting) -> str | None:
    """When the appointment is that would be moved."""
    appointment = meeting["appointment"]
    return when(appointment["starts_at"]) if appointment and appointment["state"] == "booked" else None


def _summary(refused: Problem | None) -> list[Complaint]:
    return [Complaint("", of_page(refused.code, refused.details))] if refused else []
