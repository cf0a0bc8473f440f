"""What schooling keeps for a while, and what its purges would take now."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.retention import Kept, last_run
from libs.commune.profile import Delays
from services.schooling.adapters.abandoned_answers import ABANDONED, ANSWERS
from services.schooling.adapters.tables import CHASSIS

_DUE = text(f"SELECT count(*) FROM kept_answers WHERE {ABANDONED}")  # noqa: S608 - our own words


async def kept(connection: AsyncConnection, delays: Delays) -> list[Kept]:
    days = delays.kept_answers_days
    due: int = (await connection.execute(_DUE, {"days": days})).scalar_one()
    ran = await last_run(connection, CHASSIS, ANSWERS)
    return [Kept("answers that were never handed in", f"{days} days", due, ran)]
