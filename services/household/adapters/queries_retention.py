"""What household keeps for a while, and what its purges would take now."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.retention import Kept, last_run
from libs.commune.profile import Delays
from services.household.adapters.tables import CHASSIS
from services.household.application.erase_family import CLOSED_FAMILIES

_CLOSED = text("SELECT count(*) FROM families WHERE closed_at < now() - make_interval(days => :days)")
_DRAFTS = text("""
    SELECT count(*) FROM drafts WHERE family_id IS NULL AND written_at < now() - make_interval(hours => :hours)
""")


async def kept(connection: AsyncConnection, delays: Delays) -> list[Kept]:
    days, hours = delays.closed_account_days, delays.draft_hours
    closed: int = (await connection.execute(_CLOSED, {"days": days})).scalar_one()
    drafts: int = (await connection.execute(_DRAFTS, {"hours": hours})).scalar_one()
    ran = await last_run(connection, CHASSIS, CLOSED_FAMILIES)
    return [
        Kept("families whose account was closed", f"{days} days", closed, ran),
        Kept("drafts", f"{hours} h", drafts),
    ]
