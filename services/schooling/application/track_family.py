"""Keep what household tells of a family."""

from services.schooling.application.ports import Unit
from services.schooling.domain.family import Family


async def track_family(family: Family, unit: Unit) -> None:
    """A late or repeated state changes nothing. Open requests learn whether the address is still theirs."""
    if not await unit.families.put(family):
        return
    for request in await unit.pre_registrations.open_of_family(family.id):
        before = request.address_changed_at
        request.compare_address(family.address, await unit.moment())
        if request.address_changed_at != before:
            await unit.pre_registrations.save(request)
