"""Dead events: listed, looked at without personal data, and put back in line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from cli.databases import database_of
from libs.chassis.receiver import CHANNEL
from libs.contracts.envelope import Envelope

_LIST = text("""
    SELECT event_id, type, source, subject, attempts, received_at, last_error
      FROM inbox WHERE state = 'dead' ORDER BY position
""")
_ONE = text("SELECT envelope FROM inbox WHERE state = 'dead' AND event_id = :event_id")
_REPLAY = text("""
    UPDATE inbox SET state = 'pending', attempts = 0, next_attempt_at = now()
     WHERE state = 'dead' AND source <> 'malformed' AND (:everything OR event_id = :event_id)
""")


@dataclass(frozen=True)
class DeadEvent:
    """One event that a service gave up, by ids and codes."""

    service: str
    event_id: UUID
    type: str
    source: str
    subject: str
    attempts: int
    received_at: datetime
    last_error: str | None


async def dead_events(service: str) -> list[DeadEvent]:
    """Oldest first."""
    async with database_of(service) as database, database.reading() as connection:
        return [DeadEvent(service, **row._asdict()) for row in await connection.execute(_LIST)]


async def dead_event(service: str, event_id: UUID, *, with_data: bool) -> dict[str, Any] | None:
    """Its envelope, None when this service has no such dead event.

    Args:
        with_data: the body too; without it only the names of its members are shown.
    """
    async with database_of(service) as database, database.reading() as connection:
        document = (await connection.execute(_ONE, {"event_id": event_id})).scalar_one_or_none()
    if document is None:
        return None
    try:
        envelope = Envelope.from_json(document.encode())
    except ValueError:
        return {"service": service, "malformed": document if with_data else f"{len(document)} characters, not shown"}
    return {
        "service": service,
        "id": envelope.id,
        "type": envelope.type,
        "source": envelope.source,
        "subject": envelope.subject,
        "time": envelope.time,
        "aggregate_version": envelope.aggregate_version,
        "correlation_id": envelope.correlation_id,
        "causation_id": envelope.causation_id,
        "data": envelope.data if with_data else dict.fromkeys(envelope.data, "not shown"),
    }


async def replay(service: str, event_id: UUID | None) -> int:
    """Put one dead event, or all when None, back in line with all its tries; how many. Malformed ones stay."""
    async with database_of(service) as database, database.transaction() as connection:
        asked = {"everything": event_id is None, "event_id": event_id or UUID(int=0)}
        count = (await connection.execute(_REPLAY, asked)).rowcount
        await connection.execute(text(f"NOTIFY {CHANNEL}"))
    return count
