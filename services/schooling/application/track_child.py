"""Keep what household tells of a child."""

from services.schooling.application.ports import Unit
from services.schooling.domain.child import Child


async def track_child(child: Child, unit: Unit) -> None:
    """A late or repeated state changes nothing."""
    await unit.children.put(child)
