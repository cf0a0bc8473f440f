"""Keep what household tells of a family."""

from services.schooling.application.ports import Unit
from services.schooling.domain.family import Family


async def track_family(family: Family, unit: Unit) -> None:
    """A late or repeated state changes nothing."""
    await unit.families.put(family)
