"""A family is erased, to the last row: nobody activated its account in time, or its holder closed it long ago."""

from libs.domain.errors import NotFound
from services.household.application.ports import Clock, UnitOfWork
from services.household.application.settle_members import judge_child
from services.household.domain.family import Family
from services.household.domain.ids import ChildId, FamilyId

_SERVICE = "service:household"
_NEVER_ACTIVATED = "never_activated"
_CLOSED = "closed"


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


async def erase_given_up(family_id: FamilyId, uow: UnitOfWork, clock: Clock) -> None:
    """Runs inside the caller's transaction. One that is gone stays gone."""
    try:
        family = await uow.families.hold(family_id)
    except NotFound:
        return
    family.erase(await _erase(family, uow), clock.now())
    uow.note(_SERVICE, "family.erased", f"family:{family_id}", reason=_CLOSED)


async def _erase(family: Family, uow: UnitOfWork) -> list[ChildId]:
    """The children who leave with it: those without another home."""
    await uow.submissions.hold_family(family.id)  # first, as a conclusion does: neither waits for the other
    children = await uow.children.of_family(family.id)
    await uow.records.forget_family(family.id)
    await uow.submissions.forget_family(family.id)
    await uow.drafts.forget_family(family.id)
    catalogue = await uow.town_data.catalogue()
    leaving = []
    for child in children:
        if child.leave(family.id):
            await uow.children.save(child)
            await judge_child(child, catalogue, uow)
        else:
            await uow.children.forget(child)
            leaving.append(child.id)
    await uow.families.forget(family)
    return leaving
