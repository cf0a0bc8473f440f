"""The commune's streets and reasons, for lists on a screen."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.household.adapters.tables import REFUSAL_REASONS, STREETS
from services.household.api.schemas_town import RefusalReasonOut, StreetOut


async def list_streets(connection: AsyncConnection) -> list[StreetOut]:
    """In alphabetical order, whatever the database's collation."""
    query = select(STREETS.c.id, STREETS.c.name, STREETS.c.postal_code, STREETS.c.city).order_by(
        STREETS.c.matching_name, STREETS.c.key
    )
    return [
        StreetOut(id=row.id, name=row.name, postal_code=row.postal_code, city=row.city)
        for row in await connection.execute(query)
    ]


async def list_refusal_reasons(connection: AsyncConnection) -> list[RefusalReasonOut]:
    """In the order of the town's list."""
    query = select(REFUSAL_REASONS).order_by(REFUSAL_REASONS.c.position)
    return [
        RefusalReasonOut(code=row.code, label=row.label, applies_to=row.applies_to)
        for row in await connection.execute(query)
    ]
