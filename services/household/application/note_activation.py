"""The account of a family was activated."""

from datetime import datetime

from services.household.application.ports import UnitOfWork
from services.household.domain.ids import FamilyId


async def note_activation(family_id: FamilyId, at: datetime, uow: UnitOfWork) -> None:
    """Runs inside the caller's transaction."""
    family = await uow.families.get(family_id)
    family.activate(at)
    await uow.families.save(family)
