"""The applier: carries out stored events, in order per source and subject; effect and mark commit together."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Generic, TypeVar
from uuid import UUID

from prometheus_client import Counter, Histogram
from sqlalchemy import case, exists, func, literal, select, text
from sqlalchemy.dialects.postgresql import INTERVAL

from libs.chassis.correlation import Correlation, new_correlation, set_correlation
from libs.chassis.db import Database
from libs.chassis.inbox import Subscriber
from libs.chassis.logging import get_logger, where
from libs.chassis.rounds import rounds
from libs.chassis.tables import ChassisTables
from libs.chassis.unit_of_work import SqlUnitOfWork
from libs.contracts.envelope import Envelope

APPLIED = Counter("kiosque_inbox_applied", "Events applied.", ["type"])
FAILED = Counter("kiosque_inbox_failed", "Attempts that failed.", ["type"])
DIED = Counter("kiosque_inbox_died", "Events given up after their last try.", ["type"])
DELAY = Histogram(
    "kiosque_inbox_delay_seconds",
    "From the fact's commit in its service to its effect here.",
    buckets=(0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600),
)
PENDING = "SELECT FROM inbox WHERE state = 'pending' AND next_attempt_at <= now()"  # for `Wake`
_BATCH = 100
_APPLY_SECONDS = 30.0
_LONGEST_PAUSE_SECONDS = 300

U = TypeVar("U", bound=SqlUnitOfWork)


class Applier(Generic[U]):
    """Applies one service's inbox; run by the active worker alone.

    A failed event waits with backoff and holds back only later events of its own subject; after its last try it is
    dead, and those go on.

    Args:
        tries: attempts before an event is dead.
        retry_seconds: the wait after the first failure; it doubles each time, up to five minutes.
    """

    def __init__(
        self,
        database: Database,
        tables: ChassisTables,
        subscriber: Subscriber[U],
        new_uow: Callable[[], U],
        *,
        wake: asyncio.Event,
        tries: int = 8,
        retry_seconds: float = 1.0,
        poll_seconds: float = 15.0,
    ) -> None:
        self._database = database
        self._inbox = tables.inbox
        self._subscriber = subscriber
        self._new_uow = new_uow
        self._wake = wake
        self._tries = tries
        self._retry_seconds = retry_seconds
        self._poll = poll_seconds

    async def run(self) -> None:
        """Until cancelled; an event under way is then rolled back and found again."""
        await rounds("applier", self._round, wake=self._wake, pause_seconds=self._poll)

    async def _round(self) -> bool:
        held: set[tuple[str, str]] = set()
        due = await self._due()
        for event_id, source, subject in due:
            if (source, subject) not in held and not await self._apply(event_id):
                held.add((source, subject))
        return len(due) == _BATCH

    async def _due(self) -> list[tuple[UUID, str, str]]:
        """The oldest pending events, without those that wait and those behind them in the same subject."""
        row, before = self._inbox.alias("r"), self._inbox.alias("b")
        pending = text("'pending'")
        waiting = exists().where(
            before.c.state == pending,
            before.c.source == row.c.source,
            before.c.subject == row.c.subject,
            before.c.position <= row.c.position,
            before.c.next_attempt_at > func.now(),
        )
        query = (
            select(row.c.event_id, row.c.source, row.c.subject)
            .where(row.c.state == pending, ~waiting)
            .order_by(row.c.position)
            .limit(_BATCH)
        )
        async with self._database.reading() as connection:
            return [(found.event_id, found.source, found.subject) for found in await connection.execute(query)]

    async def _apply(self, event_id: UUID) -> bool:
        """Whether later events of its subject may go on."""
        set_correlation(new_correlation())
        try:
            async with asyncio.timeout(_APPLY_SECONDS):
                return await self._carry_out(event_id)
        except Exception as error:
            if not await self._database.answers():
                raise  # not the event's fault: it keeps its tries
            await self._note_failure(event_id, error)
            return False
        finally:
            set_correlation(None)

    async def _carry_out(self, event_id: UUID) -> bool:
        uow = self._new_uow()
        async with uow:
            document = await self._claim(uow, event_id)
            if document is None:
                return False  # another worker has it, or has done it
            envelope = Envelope.from_json(document.encode())
            started = new_correlation(envelope.correlation_id, envelope.traceparent)
            set_correlation(Correlation(started.id, started.traceparent, causation_id=str(envelope.id)))
            await self._subscriber.apply(envelope, uow)
            await uow.commit()
        APPLIED.labels(envelope.type).inc()
        DELAY.observe(max(0.0, time_since(envelope)))
        return True

    async def _claim(self, uow: U, event_id: UUID) -> str | None:
        """Mark the row in the effect's own transaction, before the effect: even a handler that commits takes it along.

        The row's lock keeps out a worker that lost its place and does not know yet.
        """
        table = self._inbox
        free = (
            select(table.c.event_id)
            .where(table.c.event_id == event_id, table.c.state == text("'pending'"))
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        claim = (
            table.update()
            .where(table.c.event_id == free)
            .values(state="applied", applied_at=func.now(), attempts=table.c.attempts + 1, last_error=None)
            .returning(table.c.envelope)
        )
        document: str | None = (await uow.connection.execute(claim)).scalar_one_or_none()
        return document

    async def _note_failure(self, event_id: UUID, error: Exception) -> None:
        table = self._inbox
        attempts = table.c.attempts + 1
        pause = func.least(
            _LONGEST_PAUSE_SECONDS, self._retry_seconds * func.power(2, func.least(table.c.attempts, 20))
        )
        note = (
            table.update()
            .where(table.c.event_id == event_id, table.c.state == text("'pending'"))
            .values(
                attempts=attempts,
                state=case((attempts >= self._tries, "dead"), else_="pending"),
                next_attempt_at=func.now() + pause * literal("1 second").cast(INTERVAL),
                last_error=where(error),
            )
            .returning(table.c.type, table.c.state, table.c.attempts)
        )
        async with self._database.transaction() as connection:
            noted = (await connection.execute(note)).one_or_none()
        if noted is None:
            return
        FAILED.labels(noted.type).inc()
        fields = {"event_id": str(event_id), "type": noted.type, "attempts": noted.attempts}
        if noted.state == "dead":
            DIED.labels(noted.type).inc()
            get_logger().error("event is dead", **fields, exc_info=error)
        else:
            get_logger().warning("event failed", **fields, exc_info=error)


def time_since(envelope: Envelope) -> float:
    """Seconds since the fact, by this machine's clock: for a histogram, never for a decision."""
    return (datetime.now(UTC) - envelope.time).total_seconds()
