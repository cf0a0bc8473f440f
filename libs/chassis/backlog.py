"""How much waits in a service's outbox and inbox: for `/metrics`, `kiosque bus status` and `kiosque outbox status`."""

from dataclasses import dataclass

from prometheus_client import Gauge
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.db import Database

_UNSENT = Gauge("kiosque_outbox_unsent", "Events not yet confirmed by the broker.")
_OLDEST = Gauge("kiosque_outbox_oldest_unsent_seconds", "Age of the oldest of them, 0 without any.")
_REFUSED = Gauge("kiosque_outbox_refused_now", "Unsent events that the bus refused at least once: alarm above 0.")
_PENDING = Gauge("kiosque_inbox_pending", "Events stored and not yet applied.")
_DEAD = Gauge("kiosque_inbox_dead", "Events given up: alarm above 0, see `kiosque bus dead`.")

_QUERY = text("""
    SELECT
        (SELECT count(*) FROM outbox WHERE published_at IS NULL) AS unsent,
        (SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)
           FROM outbox WHERE published_at IS NULL)::float8 AS oldest_unsent_seconds,
        (SELECT count(*) FROM outbox WHERE published_at IS NULL AND last_error IS NOT NULL) AS refused,
        (SELECT count(*) FROM inbox WHERE state = 'pending') AS pending,
        (SELECT count(*) FROM inbox WHERE state = 'dead') AS dead
""")


@dataclass(frozen=True)
class Backlog:
    """Counts of one service; `oldest_unsent_seconds` is 0 when nothing is unsent."""

    unsent: int
    oldest_unsent_seconds: float
    refused: int
    pending: int
    dead: int


async def count_backlog(connection: AsyncConnection) -> Backlog:
    """One statement over partial indexes."""
    row = (await connection.execute(_QUERY)).one()
    return Backlog(row.unsent, row.oldest_unsent_seconds, row.refused, row.pending, row.dead)


async def observe_backlog(database: Database) -> None:
    """Set the gauges; called when somebody reads `/metrics`, so that nothing is counted for nobody."""
    async with database.reading() as connection:
        found = await count_backlog(connection)
    _UNSENT.set(found.unsent)
    _OLDEST.set(found.oldest_unsent_seconds)
    _REFUSED.set(found.refused)
    _PENDING.set(found.pending)
    _DEAD.set(found.dead)
