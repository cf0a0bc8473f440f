"""Take over the commune's list of schools."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.school import School


@dataclass(frozen=True)
class Loaded:
    """How many schools the list names, and how many rows changed for it."""

    schools: int
    changed: int


async def load_schools(schools: Sequence[School], uow: UnitOfWork) -> Loaded:
    """All of them or none; loading the same list again changes nothing."""
    async with uow:
        changed = await uow.schools.replace_all(schools)
        if changed:
            uow.note_load(len(schools), changed)
        await uow.commit()
    return Loaded(len(schools), changed)
