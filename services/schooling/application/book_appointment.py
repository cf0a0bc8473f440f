"""A family takes a slot of the head of its child's school."""

from dataclasses import dataclass
from uuid import UUID

from libs.domain.errors import NotFound
from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.appointment import (
    Appointment,
    AppointmentExists,
    AppointmentState,
    NoAppointmentDue,
    Notice,
    SlotTaken,
)


@dataclass(frozen=True)
class BookAppointment:
    """`appointment_id` is drawn by the caller."""

    appointment_id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    slot_id: UUID


async def book_appointment(command: BookAppointment, by: str, notice: Notice, uow: UnitOfWork) -> None:
    """Raises NotFound, NoAppointmentDue, AppointmentExists, SlotTaken, SlotTooClose."""
    async with uow:
        child = await uow.children.hold(command.child_id)
        if child is None or command.family_id not in child.family_ids:
            raise NotFound
        certificate = await uow.certificates.valid_of(child.id, command.school_year)
        if certificate is None or not certificate.meets_head:
            raise NoAppointmentDue
        known = await uow.appointments.current_of(child.id, command.school_year)
        if known is not None:
            raise NoAppointmentDue if known.state is AppointmentState.ATTENDED else AppointmentExists
        slot = await uow.slots.hold(command.slot_id)
        if slot.uai != certificate.statement.uai:
            raise NotFound
        if await uow.appointments.on(slot.id) is not None:
            raise SlotTaken
        appointment = Appointment.book(
            command.appointment_id, command.family_id, child.id, command.school_year, slot, await uow.moment(), notice
        )
        await uow.appointments.add(appointment)
        uow.note(
            by,
            "appointment.booked",
            f"appointment:{appointment.id}",
            family_id=command.family_id,
            child=str(child.id),
            slot=str(slot.id),
        )
        await uow.commit()
