"""The relay: carries outbox rows to the exchange, in id order, and marks them once the broker has confirmed.

Each row carries its own state. There is no cursor: an id taken by a transaction that commits late would be passed over.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractExchange
from aio_pika.exceptions import DeliveryError
from aiormq.exceptions import ChannelAccessRefused
from prometheus_client import Counter
from sqlalchemy import bindparam, exists, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT, INTERVAL

from libs.chassis.bus import Bus, Session, SessionLost
from libs.chassis.db import Database
from libs.chassis.logging import get_logger
from libs.chassis.rounds import rounds
from libs.chassis.tables import ChassisTables
from libs.contracts.envelope import CONTENT_TYPE
from libs.contracts.topology import EXCHANGE

PUBLISHED = Counter("kiosque_outbox_published", "Events that the broker confirmed.")
REFUSED = Counter("kiosque_outbox_refused", "Events that no queue took, or that the broker refused.", ["type"])
UNSENT = "SELECT FROM outbox WHERE published_at IS NULL AND next_attempt_at <= now()"  # for `Wake`
_BATCH = 200
_CONFIRM_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 15


@dataclass(frozen=True)
class Unsent:
    """One outbox row to publish."""

    id: int
    event_id: str
    type: str
    subject: str
    envelope: str


@dataclass
class Outcome:
    """How one wave ended: what the broker confirmed, what it refused and why, and what broke the channel."""

    sent: list[Unsent] = field(default_factory=list)
    refused: list[tuple[Unsent, str]] = field(default_factory=list)
    broken: BaseException | None = None


class Relay:
    """Publishes one service's outbox; run by the active worker alone.

    A row that no queue takes stays unsent. It is counted, logged and tried again, and only later rows of its own
    subject wait for it.
    """

    def __init__(
        self, database: Database, tables: ChassisTables, bus: Bus, *, wake: asyncio.Event, poll_seconds: float = 15.0
    ) -> None:
        self._database = database
        self._outbox = tables.outbox
        self._bus = bus
        self._wake = wake
        self._poll = poll_seconds
        self._wave_limit = _BATCH

    @property
    def connected(self) -> bool:
        """Whether there is a broker to publish to."""
        return self._bus.connected

    async def run(self) -> None:
        """Until cancelled; the broker and the database may come and go."""
        await self._bus.run(self._session)

    async def _session(self, session: Session) -> None:
        channel = await session.channel(publishing=True)
        exchange = await channel.get_exchange(EXCHANGE, ensure=False)

        session.when_lost(self._wake.set)

        async def one_round() -> bool:
            session.insist()
            return await self._round(exchange)

        await rounds("relay", one_round, wake=self._wake, pause_seconds=self._poll, ending=(SessionLost,))

    async def _round(self, exchange: AbstractExchange) -> bool:
        due = await self._due()
        rest, held = due, set[str]()
        while rest:
            wave, rest = cut_wave(rest, self._wave_limit)
            results = await asyncio.gather(*(_publish(exchange, row) for row in wave), return_exceptions=True)
            outcome = sort_out(wave, results)
            if outcome.broken is not None:
                self._wave_limit = 1  # one at a time from now on, to find the row that breaks the channel, if one does
            await self._mark(outcome)
            if outcome.broken is not None:
                raise SessionLost from outcome.broken
            held.update(row.subject for row, _ in outcome.refused)
            rest = [row for row in rest if row.subject not in held]
        self._wave_limit = _BATCH
        return len(due) == _BATCH

    async def _due(self) -> list[Unsent]:
        """The oldest unsent rows, without those that wait and those behind them in the same subject."""
        row, before = self._outbox.alias("r"), self._outbox.alias("b")
        waiting = exists().where(
            before.c.published_at.is_(None),
            before.c.subject == row.c.subject,
            before.c.id <= row.c.id,
            before.c.next_attempt_at > func.now(),
        )
        query = (
            select(row.c.id, row.c.event_id, row.c.type, row.c.subject, row.c.envelope)
            .where(row.c.published_at.is_(None), ~waiting)
            .order_by(row.c.id)
            .limit(_BATCH)
        )
        async with self._database.reading() as connection:
            return [
                Unsent(found.id, str(found.event_id), found.type, found.subject, found.envelope)
                for found in await connection.execute(query)
            ]

    async def _mark(self, outcome: Outcome) -> None:
        table = self._outbox
        ids = bindparam("ids", [row.id for row in outcome.sent], type_=ARRAY(BIGINT))
        async with self._database.transaction() as connection:
            if outcome.sent:
                await connection.execute(
                    table.update()
                    .where(table.c.id == func.any(ids))
                    .values(published_at=func.now(), attempts=table.c.attempts + 1, last_error=None)
                )
            for row, reason in outcome.refused:
                pause = func.least(_LONGEST_PAUSE_SECONDS, func.power(2, func.least(table.c.attempts, 10)))
                await connection.execute(
                    table.update()
                    .where(table.c.id == row.id)
                    .values(
                        attempts=table.c.attempts + 1,
                        next_attempt_at=func.now() + pause * literal("1 second").cast(INTERVAL),
                        last_error=reason,
                    )
                )
        PUBLISHED.inc(len(outcome.sent))
        for row, reason in outcome.refused:
            REFUSED.labels(row.type).inc()
            get_logger().error("event not taken by the bus", outbox_id=row.id, type=row.type, reason=reason)


async def _publish(exchange: AbstractExchange, row: Unsent) -> None:
    message = Message(
        row.envelope.encode(),
        content_type=CONTENT_TYPE,
        delivery_mode=DeliveryMode.PERSISTENT,
        message_id=row.event_id,
        type=row.type,
    )
    await exchange.publish(message, routing_key=row.type, mandatory=True, timeout=_CONFIRM_SECONDS)


def cut_wave(rows: Sequence[Unsent], limit: int) -> tuple[list[Unsent], list[Unsent]]:
    """The longest run from the start without a repeated subject, and the rest.

    A wave is sent at once and its confirms awaited together; so a row leaves only after its subject's previous row was
    confirmed, and what leaves is in id order.
    """
    subjects: set[str] = set()
    for length, row in enumerate(rows):
        if row.subject in subjects or length == limit:
            return list(rows[:length]), list(rows[length:])
        subjects.add(row.subject)
    return list(rows), []


def sort_out(wave: Sequence[Unsent], results: Sequence[BaseException | None]) -> Outcome:
    """Tell confirmed rows from refused ones and from a broken channel.

    A returned or negatively confirmed row is refused by itself. A channel that the broker closed for want of permission
    closes for the whole wave: only a wave of one tells which row it was.
    """
    outcome = Outcome()
    for row, result in zip(wave, results, strict=True):
        if result is None:
            outcome.sent.append(row)
        elif isinstance(result, DeliveryError):
            outcome.refused.append((row, type(result).__name__))
        else:
            outcome.broken = result
            if isinstance(result, ChannelAccessRefused) and len(wave) == 1:
                outcome.refused.append((row, type(result).__name__))
    return outcome
