"""Families whose account its holder closed long ago are given up; household hears of it and erases what it holds.

Whether somebody comes back is known here alone, so the end of the delay is judged here: under the family's lock, which
a claim takes too, so that of a claim and the end of the delay one wins. A code that is good holds the end back, and so
does an account that waits to be activated.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from services.identity.application.ports import Clock, UnitOfWork

GIVEN_UP = "families:closed"
"""How the audit names what a run took."""
_SERVICE = "service:identity"
_BATCH = 20


async def give_up_closed(new_uow: Callable[[], UnitOfWork], closed_for: timedelta, clock: Clock) -> int:
    """Each in its own transaction. How many.

    A run leaves its audit row even when it found none: an operator sees that the purge goes on.
    """
    given_up = 0
    while family_ids := await _due(new_uow(), closed_for):
        for family_id in family_ids:
            given_up += await _give_up(family_id, new_uow(), closed_for, clock)
    async with new_uow() as uow:
        uow.note(_SERVICE, "retention.ran", GIVEN_UP, given_up=str(given_up))
        await uow.commit()
    return given_up


async def _due(uow: UnitOfWork, closed_for: timedelta) -> list[UUID]:
    async with uow:
        return list(await uow.claims.to_give_up(closed_for, _BATCH))


async def _give_up(family_id: UUID, uow: UnitOfWork, closed_for: timedelta, clock: Clock) -> bool:
    """False: somebody came back a moment ago."""
    async with uow:
        await uow.claims.hold_registrations(family_id)
        family = await uow.claims.find(family_id)
        if family is None or not await uow.claims.is_to_give_up(family_id, closed_for):
            return False
        family.give_up(clock.now())
        await uow.claims.forget(family_id)
        uow.note(_SERVICE, "family.given_up", f"family:{family_id}", family=family_id)
        await uow.commit()
    return True
