"""The schools as everybody reads them."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.api.schemas import SchoolOut

_OPEN = text("SELECT uai, name, kind, address, telephone, head, levels FROM schools WHERE open ORDER BY position")


async def list_schools(connection: AsyncConnection) -> list[SchoolOut]:
    """The open schools, in the commune's order."""
    return [SchoolOut(**row) for row in (await connection.execute(_OPEN)).mappings()]
