"""What identity keeps for a while, and what its purges would take now."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.retention import Kept
from libs.commune.profile import Delays

_SESSIONS = text("SELECT count(*) FROM sessions WHERE expires_at <= now() OR last_seen_at + idle_timeout <= now()")
_NEVER_ACTIVATED = text("""
    SELECT count(*) FROM accounts
     WHERE family_id IS NOT NULL AND activated_at IS NULL AND reminded_at IS NOT NULL
       AND COALESCE(activation_asked_at, created_at) <= now() - make_interval(days => :days)
       AND NOT EXISTS (SELECT FROM activation_links WHERE account_id = accounts.id AND expires_at > now())
""")


async def kept(connection: AsyncConnection, delays: Delays) -> list[Kept]:
    days = delays.never_activated_days
    sessions: int = (await connection.execute(_SESSIONS)).scalar_one()
    accounts: int = (await connection.execute(_NEVER_ACTIVATED, {"days": days})).scalar_one()
    return [
        Kept("sessions that have ended", "10 minutes", sessions),
        Kept("accounts that nobody activated", f"{days} days", accounts),
    ]
