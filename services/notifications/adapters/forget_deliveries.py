"""Old deliveries go, and the addresses in them."""

from sqlalchemy import text

from libs.chassis.db import Database
from libs.chassis.logging import get_logger
from services.notifications.domain.delivery import KEPT_DAYS

_FORGET = text(f"DELETE FROM deliveries WHERE closed_at < now() - interval '{KEPT_DAYS} days'")  # noqa: S608 - a constant of ours


async def forget_old_deliveries(database: Database) -> int:
    """Job: delete what was closed long ago; the number deleted. The audit rows stay, without an address."""
    async with database.transaction() as connection:
        gone = (await connection.execute(_FORGET)).rowcount
    if gone:
        get_logger().info("old deliveries deleted", count=gone)
    return gone
