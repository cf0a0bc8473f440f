"""The slots and appointments of a school, for its head and for the town's agents."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from libs.chassis.problems import problems
from services.schooling.adapters.queries_appointments import list_appointment_schools, list_school_slots
from services.schooling.api.dependencies import CurrentAgent, Deps
from services.schooling.api.schemas import Uai
from services.schooling.api.schemas_admission import (
    AppointmentSchoolOut,
    AttendanceIn,
    SchoolSlotOut,
    SlotCancellationIn,
    SlotPlanIn,
    SlotsPublishedOut,
)
from services.schooling.application.cancel_slot import cancel_slot
from services.schooling.application.mark_attendance import mark_attendance
from services.schooling.application.publish_slots import publish_slots
from services.schooling.application.read_admissions import note_school_read
from services.schooling.domain.agent import Permission
from services.schooling.domain.slot_plan import SlotPlan

router = APIRouter(tags=["appointments"], responses=problems(401, 403))


@router.get("/appointment-schools", operation_id="list_appointment_schools")
async def schools(agent: CurrentAgent, deps: Deps) -> list[AppointmentSchoolOut]:
    """Whose appointments the agent may run: every school, or those that its permissions name; maybe none."""
    async with deps.database.reading() as connection:
        return await list_appointment_schools(connection, agent.schools_of(Permission.APPOINTMENTS))


@router.get("/schools/{uai}/slots", operation_id="list_school_slots", responses=problems(422))
async def slots(
    agent: CurrentAgent,
    uai: Uai,
    deps: Deps,
    first: Annotated[date, Query()],
    last: Annotated[date, Query()],
) -> list[SchoolSlotOut]:
    """The days from `first` to `last`, on the calendar of Paris: every slot that stands, with who comes; audited."""
    await note_school_read(uai, agent, deps.uow())
    async with deps.database.reading() as connection:
        return await list_school_slots(connection, uai, first, last)


@router.post("/schools/{uai}/slots", operation_id="publish_slots", responses=problems(404, 422))
async def publish(agent: CurrentAgent, uai: Uai, body: SlotPlanIn, deps: Deps) -> SlotsPublishedOut:
    """The same plan again changes nothing."""
    plan = SlotPlan(uai, body.first, body.last, frozenset(body.weekdays), body.times, body.minutes, body.place)
    done = await publish_slots(plan, agent, deps.uow())
    return SlotsPublishedOut.model_validate(done, from_attributes=True)


@router.post(
    "/slots/{slot_id}/cancellation", status_code=204, operation_id="cancel_slot", responses=problems(404, 409, 422)
)
async def cancel(agent: CurrentAgent, slot_id: UUID, body: SlotCancellationIn, deps: Deps) -> None:
    """Twice is fine. 409 `appointment-closed`: its hour has come."""
    await cancel_slot(slot_id, body.word or None, agent, deps.uow())


@router.put(
    "/appointments/{appointment_id}/attendance",
    status_code=204,
    operation_id="mark_attendance",
    responses=problems(404, 409, 422),
)
async def attendance(agent: CurrentAgent, appointment_id: UUID, body: AttendanceIn, deps: Deps) -> None:
    """« Venu » or « absent »; the last word counts. 409: `appointment-closed`, `appointment-not-yet`."""
    await mark_attendance(appointment_id, agent, deps.uow(), attended=body.attended)
