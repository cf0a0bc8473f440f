"""A head takes a slot back; a family that has it is told, with a word."""

from uuid import UUID

from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.agent import Agent, Permission
from services.schooling.domain.appointment import AppointmentClosed, AppointmentState


async def cancel_slot(slot_id: UUID, word: str | None, agent: Agent, uow: UnitOfWork) -> None:
    """Twice is fine. Raises Forbidden, NotFound, AppointmentClosed: its hour has come."""
    async with uow:
        slot = await uow.slots.hold(slot_id)
        agent.require_at(Permission.APPOINTMENTS, slot.uai)
        if slot.cancelled:
            return
        now = await uow.moment()
        if slot.starts_at <= now:
            raise AppointmentClosed
        appointment = await uow.appointments.on(slot.id)
        if appointment is not None:
            if appointment.state is not AppointmentState.BOOKED:
                raise AppointmentClosed
            appointment.call_off(word, now)
            await uow.appointments.save(appointment)
            uow.note(
                agent.reference,
                "appointment.called-off",
                f"appointment:{appointment.id}",
                family_id=appointment.family_id,
                child=str(appointment.child_id),
            )
        await uow.slots.cancel(slot.id, agent.reference)
        uow.note(agent.reference, "slot.cancelled", f"slot:{slot.id}", school=slot.uai)
        await uow.commit()
