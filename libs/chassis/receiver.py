"""The receiver: a delivery is stored in the inbox, committed and acknowledged; nothing else happens on this path.

What is no event of ours is stored as dead under an id made from its bytes: never lost, never in the way, and the same
row when it comes again.
"""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from aio_pika.abc import AbstractIncomingMessage
from prometheus_client import Counter
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from libs.chassis.bus import Bus, Session, SessionLost
from libs.chassis.db import Database
from libs.chassis.logging import get_logger
from libs.chassis.tables import ChassisTables
from libs.contracts.envelope import Envelope
from libs.contracts.topology import queue_name

CHANNEL = "kiosque_inbox"
RECEIVED = Counter("kiosque_inbox_received", "Deliveries stored; a repeated one counts again.")
_CONTENT_CLASSES = frozenset({"22", "54"})
MALFORMED = Counter("kiosque_inbox_malformed", "Deliveries that were no event of ours, stored as dead.")
_PREFETCH = 100
_MALFORMED_IDS = UUID("3f0c5f9e-6f5b-5d0e-9a53-6d616c666f72")

Stored = dict[str, Any]
Deliveries = asyncio.Queue[AbstractIncomingMessage | None]  # None: there will be no more


class Receiver:
    """Empties one service's queue into its inbox.

    Every worker opens the queue; the broker gives deliveries to one of them (single active consumer). While the
    database is away nothing is consumed: what was delivered goes back with the channel.
    """

    def __init__(self, service: str, database: Database, tables: ChassisTables, bus: Bus) -> None:
        self._queue = queue_name(service)
        self._database = database
        self._inbox = tables.inbox
        self._bus = bus
        self.consuming = False

    @property
    def connected(self) -> bool:
        """Whether there is a connection to the broker."""
        return self._bus.connected

    async def run(self) -> None:
        """Until cancelled; the broker and the database may come and go."""
        await self._bus.run(self._session)

    async def _session(self, session: Session) -> None:
        await self._database.until_answers()
        channel = await session.channel(publishing=False)
        await channel.set_qos(prefetch_count=_PREFETCH)
        queue = await channel.get_queue(self._queue)
        deliveries: Deliveries = asyncio.Queue()
        session.when_lost(lambda: deliveries.put_nowait(None))
        await queue.consume(deliveries.put)
        self.consuming = True
        try:
            while True:
                batch = await _next(deliveries)
                await self._store(batch)
                await batch[-1].ack(multiple=True)
        finally:
            self.consuming = False

    async def _store(self, batch: Sequence[AbstractIncomingMessage]) -> None:
        try:
            await self._insert([read_delivery(message.body, message.routing_key) for message in batch])
        except DBAPIError as error:
            if not _is_about_the_content(error):
                raise
            await self._store_singly(batch)
        RECEIVED.inc(len(batch))

    async def _store_singly(self, batch: Sequence[AbstractIncomingMessage]) -> None:
        """One delivery that the table will not take must not hold back the others."""
        for message in batch:
            try:
                await self._insert([read_delivery(message.body, message.routing_key)])
            except DBAPIError as error:
                if not _is_about_the_content(error):
                    raise
                await self._insert([malformed(message.body, message.routing_key, type(error).__name__)])

    async def _insert(self, rows: list[Stored]) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(insert(self._inbox).on_conflict_do_nothing(index_elements=["event_id"]), rows)
            await connection.execute(text(f"NOTIFY {CHANNEL}"))


async def _next(deliveries: Deliveries) -> list[AbstractIncomingMessage]:
    """Wait for one, take what else has come. Raises SessionLost at the end of the deliveries."""
    taken = [await deliveries.get()]
    while not deliveries.empty() and len(taken) < _PREFETCH:
        taken.append(deliveries.get_nowait())
    batch = [message for message in taken if message is not None]
    if len(batch) < len(taken):
        raise SessionLost  # what was delivered last comes again
    return batch


def read_delivery(body: bytes, routing_key: str | None) -> Stored:
    """The inbox row of a delivery: pending when it is an event of the type and service that its routing key says.

    The broker lets a service publish under its own prefix alone; so the key is what the body is believed by.
    """
    try:
        envelope = Envelope.from_json(body)
        document = body.decode()
        _storable(envelope.type, envelope.source, envelope.subject, document)
    except ValueError as error:
        return malformed(body, routing_key, type(error).__name__)
    if envelope.type != routing_key or envelope.source != envelope.type.partition(".")[0]:
        return malformed(body, routing_key, "RoutingKeyMismatch")
    return {
        "event_id": envelope.id,
        "type": envelope.type,
        "source": envelope.source,
        "subject": envelope.subject,
        "envelope": document,
        "state": "pending",
        "last_error": None,
    }


def _is_about_the_content(error: DBAPIError) -> bool:
    """Whether the row itself is at fault, not a server that stops, starts or is busy: that passes, and is tried again.

    SQLSTATE class 22 is a data exception, 54 a limit exceeded; what asyncpg cannot encode is a ValueError of its own.
    """
    state = getattr(error.orig, "sqlstate", None) or ""
    return state[:2] in _CONTENT_CLASSES or isinstance(getattr(error.orig, "__cause__", None), ValueError)


def malformed(body: bytes, routing_key: str | None, reason: str) -> Stored:
    """The dead row of something that cannot be applied; its bytes are kept, escaped where text cannot hold them."""
    event_id = uuid5(_MALFORMED_IDS, body.hex())
    MALFORMED.inc()
    get_logger().error("malformed delivery stored as dead", event_id=str(event_id), reason=reason)
    return {
        "event_id": event_id,
        "type": _as_text((routing_key or "").encode(errors="backslashreplace")),
        "source": "malformed",
        "subject": str(event_id),
        "envelope": _as_text(body),
        "state": "dead",
        "last_error": f"malformed: {reason}",
    }


def _as_text(raw: bytes) -> str:
    return raw.decode(errors="backslashreplace").replace("\x00", "\\x00")


def _storable(*texts: str) -> None:
    """Raises ValueError for what PostgreSQL's text cannot hold: NUL and lone surrogates."""
    for value in texts:
        if "\x00" in value:
            raise ValueError("NUL in an event")
        value.encode()
