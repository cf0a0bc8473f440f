"""What identity keeps for a while, and what its purges would take now."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.retention import Kept, last_run
from libs.commune.profile import Delays
from services.identity.adapters.tables import CHASSIS
from services.identity.application.give_up_closed import GIVEN_UP

_SESSIONS = text("SELECT count(*) FROM sessions WHERE expires_at <= now() OR last_seen_at + idle_timeout <= now()")
_NEVER_ACTIVATED = text("""
    SELECT count(*) FROM accounts
     WHERE family_id IS NOT NULL AND activated_at IS NULL AND reminded_at IS NOT NULL
       AND COALESCE(activation_asked_at, created_at) <= now() - make_interval(days => :days)
       AND NOT EXISTS (SELECT FROM activation_links WHERE account_id = accounts.id AND expires_at > now())
""")
_CLOSED = text("""
    SELECT count(*) FROM claimable_families AS family
     WHERE closed_at < now() - make_interval(days => :days)
       AND NOT EXISTS (SELECT FROM accounts WHERE family_id = family.family_id)
       AND NOT EXISTS (SELECT FROM claim_codes WHERE family_id = family.family_id AND expires_at > now())
""")


async def kept(connection: AsyncConnection, delays: Delays) -> list[Kept]:
    days = delays.never_activated_days
    sessions: int = (await connection.execute(_SESSIONS)).scalar_one()
    accounts: int = (await connection.execute(_NEVER_ACTIVATED, {"days": days})).scalar_one()
    closed: int = (await connection.execute(_CLOSED, {"days": delays.closed_account_days})).scalar_one()
    ran = await last_run(connection, CHASSIS, GIVEN_UP)
    return [
        Kept("sessions that have ended", "10 minutes", sessions),
        Kept("accounts that nobody activated", f"{days} days", accounts),
        Kept("families whose account was closed", f"{delays.closed_account_days} days", closed, ran),
    ]
