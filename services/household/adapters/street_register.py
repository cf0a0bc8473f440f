"""The street register as an operator's file makes it, in place of the commune's folder."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.audit import AuditEntry, write_audit
from libs.commune.streets import StreetData
from libs.domain.street_names import matching_name
from services.household.adapters.load_town import load_streets
from services.household.adapters.tables import CHASSIS, STREETS

_ACTION = "streets.imported"


@dataclass(frozen=True)
class StreetChanges:
    """`loaded` were added or changed."""

    loaded: int
    unchanged: int
    removed: int


async def was_imported(connection: AsyncConnection) -> bool:
    """Whether an operator brought the register; the commune's folder has no say over it then."""
    audit = CHASSIS.audit
    found: bool = (await connection.execute(select(exists().where(audit.c.action == _ACTION)))).scalar_one()
    return found


async def import_register(connection: AsyncConnection, streets: Sequence[StreetData]) -> StreetChanges:
    """Make these the register, in the caller's transaction."""
    members = (STREETS.c.key, STREETS.c.name, STREETS.c.postal_code, STREETS.c.insee, STREETS.c.city)
    found = await connection.execute(select(*members, STREETS.c.matching_name))
    known = {row.key: tuple(row) for row in found}
    differing = sum(1 for street in streets if known.get(street.key) != _stored(street))
    gone = len(known.keys() - {street.key for street in streets})
    if differing or gone or not await was_imported(connection):
        await load_streets(connection, streets)
        entry = AuditEntry("operator:cli", _ACTION, "streets:all", details={"streets": len(streets)})
        await write_audit(connection, CHASSIS, [entry])
    return StreetChanges(differing, len(streets) - differing, gone)


def _stored(street: StreetData) -> tuple[str, ...]:
    return (street.key, street.name, street.postal_code, street.insee, street.city, matching_name(street.name))
