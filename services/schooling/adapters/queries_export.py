"""All that schooling knows of a family and its children, for the family itself: no other home's address or request."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_EXPORT = text("""
    SELECT jsonb_build_object(
        'family', (
            SELECT jsonb_build_object('family_code', code, 'address', address, 'complete', complete)
              FROM families WHERE family_id = :family_id),
        'children', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'id', child_id, 'last_name', last_name, 'first_name', first_name, 'sex', sex,
                       'birth_date', birth_date, 'validated', validated) ORDER BY birth_date, child_id)
              FROM children WHERE :family_id = ANY (family_ids)), '[]'))
""")


async def export_family(connection: AsyncConnection, family_id: UUID) -> dict[str, Any]:
    """`docs/data-export.md` describes the shape."""
    data: dict[str, Any] = (await connection.execute(_EXPORT, {"family_id": family_id})).scalar_one()
    return data
