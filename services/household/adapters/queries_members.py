"""The children of a family with their other homes, for agents: one statement."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.french.names import full_name
from services.household.api.schemas_members import HomeChild

_CHILDREN = text("""
    SELECT right(records.key, 36)::uuid AS child_id,
           COALESCE(written ->> 'first_name', accepted ->> 'first_name') AS first_name,
           COALESCE(written ->> 'last_name', accepted ->> 'last_name') AS last_name,
           num_nulls(children.id::text, accepted ->> 'last_name', accepted ->> 'first_name',
                     accepted ->> 'birth_date') = 0 AS known, children.disagreement_reason,
           ARRAY(SELECT families.code FROM homes JOIN families ON families.id = homes.family_id
                  WHERE homes.child_id = children.id AND homes.family_id <> records.family_id
                  ORDER BY families.code) AS other_homes
      FROM records LEFT JOIN children ON children.id = right(records.key, 36)::uuid
     WHERE records.family_id = :family_id AND records.kind = 'child' ORDER BY records.position
""")


async def list_home_children(connection: AsyncConnection, family_id: UUID) -> list[HomeChild]:
    """In the order of the screen."""
    rows = await connection.execute(_CHILDREN, {"family_id": family_id})
    return [
        HomeChild(
            child_id=row.child_id,
            name=full_name(row.first_name, row.last_name),
            state="known" if row.known else "declared",
            other_homes=row.other_homes,
            disagreement=row.disagreement_reason,
        )
        for row in rows
    ]
