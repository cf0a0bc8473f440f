"""The holder of a family's account closed it: the town keeps the family for a while."""

from datetime import datetime

from libs.domain.errors import NotFound
from services.household.application.ports import UnitOfWork
from services.household.domain.ids import FamilyId


async def note_closing(family_id: FamilyId, at: datetime, uow: UnitOfWork) -> None:
    """Runs inside the caller's transaction. What was handed in goes on; one that is gone stays gone."""
    try:
        family = await uow.families.hold(family_id)
    except NotFound:
        return
    family.close(at)
    await uow.families.save(family)
