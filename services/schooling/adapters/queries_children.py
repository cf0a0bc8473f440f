"""What a reconciliation with household asks of the projection."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_PAGE = text("""
    SELECT child_id, version,
           encode(sha256(convert_to(jsonb_build_array(
               ARRAY(SELECT unnest(family_ids) ORDER BY 1), last_name, first_name, sex, birth_date, validated
           )::text, 'UTF8')), 'hex') AS digest
    FROM children WHERE child_id > :after ORDER BY child_id LIMIT :most
""")
_FIRST = UUID(int=0)


@dataclass(frozen=True)
class ChildState:
    """`digest` is the SHA-256 of the whole state: states that differ under one version show without being sent."""

    child_id: UUID
    version: int
    digest: str


async def child_states(connection: AsyncConnection, after: UUID | None = None, most: int = 1000) -> list[ChildState]:
    """A page by child id, after the given one: what to lay beside household's own page."""
    rows = await connection.execute(_PAGE, {"after": after or _FIRST, "most": most})
    return [ChildState(**row) for row in rows.mappings()]
