"""Take over the commune's streets and addresses from a file of the national base."""

from collections.abc import Sequence

from services.schooling.application.ports import RegisterChanges, UnitOfWork
from services.schooling.domain.streets import KnownAddress, Street


async def import_streets(
    streets: Sequence[Street], addresses: Sequence[KnownAddress], uow: UnitOfWork, *, dry_run: bool = False
) -> RegisterChanges:
    """All of them or none; the commune's own folder has no say over the streets any more."""
    async with uow:
        imported = await uow.town.take_turn()
        changes = await uow.register.replace_all(streets, addresses)
        if not dry_run and (changes.streets.any or changes.addresses.any or not imported):
            uow.note_load("streets", streets=len(streets), addresses=len(addresses))
            await uow.town.advance(streets_imported=True)
            await uow.commit()
    return changes
