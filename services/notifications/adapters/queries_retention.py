"""What notifications keeps for a while, and what its purges would take now."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.retention import Kept
from libs.commune.profile import Delays
from services.notifications.domain.delivery import KEPT_DAYS

_MAILS = text("SELECT count(*) FROM deliveries WHERE closed_at < now() - make_interval(days => :days)")


async def kept(connection: AsyncConnection, _delays: Delays) -> list[Kept]:
    mails: int = (await connection.execute(_MAILS, {"days": KEPT_DAYS})).scalar_one()
    return [Kept("mails and their addresses", f"{KEPT_DAYS} days", mails)]
