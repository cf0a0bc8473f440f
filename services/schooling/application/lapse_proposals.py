"""Proposals that no family answered in time lapse: the place is free again, and the family is told."""

from collections.abc import Callable

from services.schooling.application.ports import UnitOfWork

_AT_ONCE = 50


async def lapse_proposals(new_uow: Callable[[], UnitOfWork]) -> int:
    """Returns how many lapsed."""
    lapsed = 0
    while True:
        async with new_uow() as uow:
            requests = await uow.pre_registrations.lapsing(_AT_ONCE)
            at = await uow.moment()
            for request in requests:
                if request.lapse(at):
                    await uow.places.release_held(request.id)
                    await uow.pre_registrations.save(request)
                    target = f"pre_registration:{request.id}"
                    uow.note("service:schooling", "reassignment.lapsed", target, family_id=request.family_id)
            await uow.commit()
        lapsed += len(requests)
        if len(requests) < _AT_ONCE:
            return lapsed
