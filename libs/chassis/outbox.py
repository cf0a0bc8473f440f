"""The outbox: an event's row commits with the state that it tells of."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.correlation import current_correlation
from libs.chassis.tables import ChassisTables
from libs.contracts.envelope import Envelope
from libs.contracts.event import Event

CHANNEL = "kiosque_outbox"


async def put_events(
    connection: AsyncConnection, tables: ChassisTables, source: str, events: Sequence[tuple[Event, int]]
) -> None:
    """Write one row per event, in order, and wake the relay at commit (polling finds them anyway).

    Args:
        events: each with the version that its aggregate has after the fact.
    """
    if not events:
        return
    correlation = current_correlation()
    now = datetime.now(UTC)
    rows = []
    for event, version in events:
        envelope = Envelope(
            id=uuid4(),
            source=source,
            type=event.type,
            subject=event.subject,
            time=now,
            aggregate_version=version,
            correlation_id=correlation.id,
            causation_id=correlation.causation_id,
            traceparent=correlation.traceparent,
            data=event.model_dump(mode="json"),
        )
        rows.append(
            {
                "event_id": envelope.id,
                "type": envelope.type,
                "subject": envelope.subject,
                "envelope": envelope.to_json().decode(),
            }
        )
    await connection.execute(tables.outbox.insert(), rows)
    await connection.execute(text(f"NOTIFY {CHANNEL}"))
