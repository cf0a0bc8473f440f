"""A family is erased, to the last row: nobody activated its account in time, or its holder closed it long ago."""

from collections.abc import Callable, Sequence

from libs.domain.errors import NotFound
from services.household.application.ports import Clock, UnitOfWork
from services.household.domain.family import Family
from services.household.domain.ids import ChildId, FamilyId

_SERVICE = "service:household"
_NEVER_ACTIVATED = "never_activated"
_CLOSED = "closed"
CLOSED_FAMILIES = "families:closed"
"""How the audit names what a run of the purge of closed families took."""
_BATCH = 20


async def erase_never_activated(family_id: FamilyId, uow: UnitOfWork, clock: Clock) -> None:
    """Runs inside the caller's transaction. One that the town knows by now stays; one that is gone stays gone."""
    try:
        family = await uow.families.hold(family_id)
    except NotFound:
        return
    if not family.forgettable:
        uow.note(_SERVICE, "family.kept", f"family:{family_id}", reason=_NEVER_ACTIVATED)
        return
    leaving = await _erase(family, uow)
    family.erase(leaving, clock.now())
    uow.note(_SERVICE, "family.erased", f"family:{family_id}", reason=_NEVER_ACTIVATED)


async def erase_closed(new_uow: Callable[[], UnitOfWork], days: int, clock: Clock) -> int:
    """Those whose account was closed so many days ago and not opened again; each in its own transaction. How many.

    A run leaves its audit row even when it found none: an operator sees that the purge goes on.
    """
    erased = 0
    while family_ids := await _due(new_uow(), days):
        for family_id in family_ids:
            erased += await _erase_closed(family_id, new_uow(), clock)
    async with new_uow() as uow:
        uow.note(_SERVICE, "retention.ran", CLOSED_FAMILIES, erased=erased)
        await uow.commit()
    return erased


async def _due(uow: UnitOfWork, days: int) -> Sequence[FamilyId]:
    async with uow:
        return await uow.families.closed_for(days, _BATCH)


async def _erase_closed(family_id: FamilyId, uow: UnitOfWork, clock: Clock) -> bool:
    """False: it was opened again, or erased, a moment ago."""
    async with uow:
        try:
            family = await uow.families.hold(family_id)
        except NotFound:
            return False
        if family.closed_at is None:
            return False
        family.erase(await _erase(family, uow), clock.now())
        uow.note(_SERVICE, "family.erased", f"family:{family_id}", reason=_CLOSED)
        await uow.commit()
    return True


async def _erase(family: Family, uow: UnitOfWork) -> list[ChildId]:
    """The children who leave with it: those without another home."""
    await uow.submissions.hold_family(family.id)  # first, as a conclusion does: neither waits for the other
    children = await uow.children.of_family(family.id)
    await uow.records.forget_family(family.id)
    await uow.submissions.forget_family(family.id)
    await uow.drafts.forget_family(family.id)
    leaving = []
    for child in children:
        if child.leave(family.id):
            await uow.children.save(child)
        else:
            await uow.children.forget(child)
            leaving.append(child.id)
    await uow.families.forget(family)
    return leaving
