"""What household keeps for a while, and what its purges would take now."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.retention import Kept
from libs.commune.profile import Delays

_DRAFTS = text("""
    SELECT count(*) FROM drafts WHERE family_id IS NULL AND written_at < now() - make_interval(hours => :hours)
""")


async def kept(connection: AsyncConnection, delays: Delays) -> list[Kept]:
    hours = delays.draft_hours
    drafts: int = (await connection.execute(_DRAFTS, {"hours": hours})).scalar_one()
    return [Kept("drafts", f"{hours} h", drafts)]
