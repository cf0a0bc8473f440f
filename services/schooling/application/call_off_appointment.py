"""The reason for an appointment is gone: the child goes to another school, or to none."""

from uuid import UUID

from services.schooling.application.act import Act
from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.appointment import AppointmentState


async def call_off_appointment(child_id: UUID, school_year: int, act: Act, uow: UnitOfWork) -> None:
    """Inside the caller's transaction; nothing happens where none is booked."""
    appointment = await uow.appointments.current_of(child_id, school_year)
    if appointment is None or appointment.state is not AppointmentState.BOOKED:
        return
    appointment.call_off(None, act.at)
    await uow.appointments.save(appointment)
    uow.note(
        act.as_told_to(appointment.family_id),
        "appointment.called-off",
        f"appointment:{appointment.id}",
        family_id=appointment.family_id,
        child=str(child_id),
    )
