"""A family moves or cancels its appointment, as long as the town's notice allows."""

from uuid import UUID

from libs.domain.errors import NotFound
from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.appointment import Appointment, Notice, SlotTaken


async def move_appointment(
    family_id: UUID, appointment_id: UUID, slot_id: UUID, by: str, notice: Notice, uow: UnitOfWork
) -> None:
    """Raises NotFound, AppointmentClosed, TooLateToChange, SlotTaken, SlotTooClose."""
    async with uow:
        slot = await uow.slots.hold(slot_id)
        appointment = await _own(family_id, appointment_id, uow)
        if slot.uai != appointment.slot.uai:
            raise NotFound
        taken = await uow.appointments.on(slot.id)
        if taken is not None and taken.id != appointment.id:
            raise SlotTaken
        appointment.move(slot, await uow.moment(), notice)
        await uow.appointments.save(appointment)
        _note(appointment, by, "moved", uow)
        await uow.commit()


async def cancel_appointment(family_id: UUID, appointment_id: UUID, by: str, notice: Notice, uow: UnitOfWork) -> None:
    """Raises NotFound, AppointmentClosed, TooLateToChange."""
    async with uow:
        appointment = await _own(family_id, appointment_id, uow)
        appointment.cancel(await uow.moment(), notice)
        await uow.appointments.save(appointment)
        _note(appointment, by, "cancelled", uow)
        await uow.commit()


async def _own(family_id: UUID, appointment_id: UUID, uow: UnitOfWork) -> Appointment:
    appointment = await uow.appointments.get(appointment_id)
    if appointment.family_id != family_id:
        raise NotFound
    return appointment


def _note(appointment: Appointment, by: str, what: str, uow: UnitOfWork) -> None:
    uow.note(
        by,
        f"appointment.{what}",
        f"appointment:{appointment.id}",
        family_id=appointment.family_id,
        child=str(appointment.child_id),
    )
