"""A family's certificates, and its appointments with the heads of its children's schools."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query

from libs.chassis.auth import FamilySubject
from libs.chassis.idempotency import Answer, OnceAsked, answer_once
from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.schooling.adapters.queries_appointments import list_free_slots, list_meetings
from services.schooling.adapters.queries_certificates import get_sheet, list_of_family
from services.schooling.adapters.tables import CHASSIS
from services.schooling.api.dependencies import Deps
from services.schooling.api.schemas_admission import (
    AppointmentMadeOut,
    BookingIn,
    CertificateOut,
    FreeSlotOut,
    MeetingsOut,
    MoveIn,
    SheetOut,
)
from services.schooling.application.book_appointment import BookAppointment, book_appointment
from services.schooling.application.change_appointment import cancel_appointment, move_appointment

router = APIRouter(prefix="/families/{family_id}", tags=["families"], responses=problems(401, 403, 404))


@router.get("/certificates", operation_id="list_family_certificates")
async def certificates(subject: FamilySubject, family_id: UUID, deps: Deps) -> list[CertificateOut]:
    """Of each of its children, newest first, replaced and revoked ones too: a certificate is the child's."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        return await list_of_family(connection, family_id)


@router.get("/certificates/{number}", operation_id="get_family_certificate")
async def certificate(subject: FamilySubject, family_id: UUID, number: str, deps: Deps) -> SheetOut:
    """All that the paper says, for printing."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        found = await get_sheet(connection, number, deps.admission, family_id)
    if found is None:
        raise NotFound
    return found


@router.get("/appointments", operation_id="list_family_appointments")
async def meetings(subject: FamilySubject, family_id: UUID, deps: Deps) -> MeetingsOut:
    """The children whose head of school the family meets, and where each one stands."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        return await list_meetings(connection, family_id, deps.notice)


@router.get("/children/{child_id}/slots", operation_id="list_free_slots")
async def slots(
    subject: FamilySubject,
    family_id: UUID,
    child_id: UUID,
    deps: Deps,
    school_year: Annotated[int, Query(ge=2000, le=2100)],
) -> list[FreeSlotOut]:
    """What can be taken now, soonest first; none for a child whose head nobody has to meet."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        return await list_free_slots(connection, family_id, child_id, school_year, deps.notice)


@router.post(
    "/children/{child_id}/appointments",
    status_code=201,
    operation_id="book_appointment",
    responses=problems(409, 422),
)
async def book(
    subject: FamilySubject, family_id: UUID, child_id: UUID, body: BookingIn, once: OnceAsked, deps: Deps
) -> AppointmentMadeOut:
    """409: `slot-taken`, `slot-too-close`, `appointment-exists` (of either home), `no-appointment-due`."""
    subject.require_family(family_id)
    appointment_id = uuid4()
    command = BookAppointment(appointment_id, family_id, child_id, body.school_year, body.slot_id)
    answer = await answer_once(
        once,
        Answer(201, f"/families/{family_id}/appointments/{appointment_id}"),
        database=deps.database,
        tables=CHASSIS,
        uow=deps.uow(),
        act=lambda uow: book_appointment(command, subject.reference, deps.notice, uow),
    )
    return AppointmentMadeOut(appointment_id=UUID(answer.location.rpartition("/")[2]))


@router.put(
    "/appointments/{appointment_id}/slot",
    status_code=204,
    operation_id="move_appointment",
    responses=problems(409, 422),
)
async def move(subject: FamilySubject, family_id: UUID, appointment_id: UUID, body: MoveIn, deps: Deps) -> None:
    """409: `slot-taken`, `slot-too-close`, `too-late-to-change`, `appointment-closed`."""
    subject.require_family(family_id)
    await move_appointment(family_id, appointment_id, body.slot_id, subject.reference, deps.notice, deps.uow())


@router.post(
    "/appointments/{appointment_id}/cancellation",
    status_code=204,
    operation_id="cancel_appointment",
    responses=problems(409),
)
async def cancel(subject: FamilySubject, family_id: UUID, appointment_id: UUID, deps: Deps) -> None:
    """409: `too-late-to-change`, `appointment-closed`."""
    subject.require_family(family_id)
    await cancel_appointment(family_id, appointment_id, subject.reference, deps.notice, deps.uow())
