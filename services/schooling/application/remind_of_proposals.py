"""Some days before the end of its time, a family is reminded of the proposal that it has not answered."""

from collections.abc import Callable

from services.schooling.application.ports import UnitOfWork

_AT_ONCE = 50


async def remind_of_proposals(new_uow: Callable[[], UnitOfWork]) -> None:
    """All that are due, some in each transaction."""
    while await _remind_some(new_uow()):
        pass


async def _remind_some(uow: UnitOfWork) -> bool:
    async with uow:
        due = await uow.pre_registrations.to_remind(_AT_ONCE)
        now = await uow.moment()
        for request in due:
            request.remind_of_proposal(now)
            await uow.pre_registrations.save(request)
        if due:
            await uow.commit()
    return len(due) == _AT_ONCE
