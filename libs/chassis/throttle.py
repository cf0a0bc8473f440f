"""Throttling counters in PostgreSQL: one row a bucket, one statement an attempt, the server's clock.

GCRA: a bucket's row says when it will have leaked out (`empty_at`). An attempt pours one period in, and is refused when
that would fill it above `burst` periods. No row means an empty bucket, so that old rows can be deleted at any time.
"""

from collections.abc import Sequence
from math import ceil

from sqlalchemy import Column, DateTime, Index, LargeBinary, MetaData, Table, bindparam, text
from sqlalchemy.dialects.postgresql import BYTEA, INTERVAL
from sqlalchemy.types import Interval

from libs.chassis.db import Database
from libs.domain.throttling import Limit

_POUR = text(
    """
    INSERT INTO throttles AS bucket (key, empty_at) VALUES (:key, clock_timestamp() + :period)
    ON CONFLICT (key) DO UPDATE SET empty_at = greatest(bucket.empty_at, clock_timestamp()) + :period
    WHERE greatest(bucket.empty_at, clock_timestamp()) + :period <= clock_timestamp() + :burst * :period
    RETURNING true
    """
).bindparams(bindparam("key", type_=BYTEA), bindparam("period", type_=INTERVAL))
_WAIT = text(
    """
    SELECT extract(epoch FROM empty_at + :period - :burst * :period - clock_timestamp())
    FROM throttles WHERE key = :key
    """
).bindparams(bindparam("key", type_=BYTEA), bindparam("period", type_=INTERVAL))
_GIVE_BACK = text("UPDATE throttles SET empty_at = empty_at - :period WHERE key = :key").bindparams(
    bindparam("key", type_=BYTEA), bindparam("period", type_=Interval)
)
_EMPTY = text("DELETE FROM throttles WHERE key = :key").bindparams(bindparam("key", type_=BYTEA))
_PURGE = text("DELETE FROM throttles WHERE empty_at <= now()")


def throttle_table(metadata: MetaData) -> Table:
    """Add the counters to a service's metadata. `empty_at`: GCRA's theoretical arrival time."""
    table = Table(
        "throttles",
        metadata,
        Column("key", LargeBinary, primary_key=True),
        Column("empty_at", DateTime(timezone=True), nullable=False),
    )
    Index("ix_throttles_empty_at", table.c.empty_at)
    return table


async def purge_throttles(database: Database) -> int:
    """Buckets that have leaked out count nothing any more."""
    async with database.transaction() as connection:
        return (await connection.execute(_PURGE)).rowcount


class SqlThrottle:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, limits: Sequence[Limit]) -> int:
        """All or none: the first refusal rolls back what the others took."""
        async with self._database.engine.connect() as connection, connection.begin() as transaction:
            for asked in limits:
                bucket = {"key": asked.key, "period": asked.rate.period, "burst": asked.rate.burst}
                if (await connection.execute(_POUR, bucket)).scalar_one_or_none():
                    continue
                seconds = (await connection.execute(_WAIT, bucket)).scalar_one_or_none()
                await transaction.rollback()
                return max(1, ceil(seconds or 0))
        return 0

    async def give_back(self, limits: Sequence[Limit]) -> None:
        async with self._database.transaction() as connection:
            for given in limits:
                await connection.execute(_GIVE_BACK, {"key": given.key, "period": given.rate.period})

    async def empty(self, limits: Sequence[Limit]) -> None:
        async with self._database.transaction() as connection:
            for emptied in limits:
                await connection.execute(_EMPTY, {"key": emptied.key})
