"""What operators ask about mails. Addresses stay in the table."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_COUNTS = text("""
    SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,
           coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE state = 'waiting')), 0)::float8
             AS oldest_waiting_seconds,
           count(*) FILTER (WHERE state IN ('refused', 'expired')) AS lost
    FROM deliveries WHERE state IN ('waiting', 'refused', 'expired')
""")
_TROUBLED = text("""
    SELECT id, template, account_id, state, attempts, last_error, created_at, next_attempt_at
    FROM deliveries
    WHERE state IN ('refused', 'expired') OR (state = 'waiting' AND attempts > 0)
    ORDER BY position DESC LIMIT :most
""")


@dataclass(frozen=True)
class DeliveryCounts:
    waiting: int
    oldest_waiting_seconds: float
    lost: int


@dataclass(frozen=True)
class TroubledDelivery:
    """A mail that was refused, expired, or waits after a failure; `last_error` is a stage and a code."""

    id: UUID
    template: str
    account_id: UUID | None
    state: str
    attempts: int
    last_error: str | None
    created_at: datetime
    next_attempt_at: datetime


async def delivery_counts(connection: AsyncConnection) -> DeliveryCounts:
    return DeliveryCounts(**(await connection.execute(_COUNTS)).mappings().one())


async def troubled_deliveries(connection: AsyncConnection, most: int = 100) -> list[TroubledDelivery]:
    """Newest first."""
    return [TroubledDelivery(**row) for row in (await connection.execute(_TROUBLED, {"most": most})).mappings()]
