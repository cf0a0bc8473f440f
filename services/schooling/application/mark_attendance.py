"""The head says whether the family came: « venu », « absent »."""

from uuid import UUID

from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.agent import Agent, Permission


async def mark_attendance(appointment_id: UUID, agent: Agent, uow: UnitOfWork, *, attended: bool) -> None:
    """Raises Forbidden, NotFound, AppointmentClosed, AppointmentNotYet."""
    async with uow:
        appointment = await uow.appointments.get(appointment_id)
        agent.require_at(Permission.APPOINTMENTS, appointment.slot.uai)
        appointment.mark(attended=attended, now=await uow.moment())
        await uow.appointments.save(appointment)
        uow.note(
            agent.reference,
            f"appointment.{appointment.state.value}",
            f"appointment:{appointment.id}",
            family_id=appointment.family_id,
            child=str(appointment.child_id),
        )
        await uow.commit()
