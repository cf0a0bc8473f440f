"""The day before: families are reminded of their appointment."""

from collections.abc import Callable

from services.schooling.application.ports import UnitOfWork

_AT_ONCE = 50


async def remind_appointments(new_uow: Callable[[], UnitOfWork]) -> None:
    """All that are due, some in each transaction."""
    while await _remind_some(new_uow()):
        pass


async def _remind_some(uow: UnitOfWork) -> bool:
    async with uow:
        due = await uow.appointments.approaching(_AT_ONCE)
        now = await uow.moment()
        for appointment in due:
            appointment.remind(now)
            await uow.appointments.save(appointment)
        if due:
            await uow.commit()
    return len(due) == _AT_ONCE
