"""One active worker per service: whoever holds the advisory lock works, the others stand by.

The lock lives on a PostgreSQL connection of its own. When the connection is gone, so is the lock: the work stops here,
and a standby has taken over within its next attempt. The same connection tells the work when there is something to do:
at once by notification, and by asking every two seconds, which is what can be relied on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import asyncpg
from sqlalchemy import make_url

from libs.chassis.logging import get_logger, where
from libs.chassis.rounds import first_to_end, wait_for_wake

WORKER_LOCK = 0x6B696F73  # one per service, since each has its own database
_CONNECT_SECONDS = 5.0


@dataclass(frozen=True)
class Wake:
    """How a piece of work learns that there is something to do.

    Attributes:
        exists: the condition as SQL; asked on one cheap connection, so that idle work costs next to nothing.
        event: set when there is.
    """

    exists: str
    event: asyncio.Event = field(default_factory=asyncio.Event)


class SoleWorker:
    """Runs work while this process holds the lock.

    Args:
        url: the service's database, as `Database` takes it.
        wakes: what to tell, by the channel of its notifications.
        pause_seconds: between two attempts to get the lock, and between two questions.
    """

    def __init__(self, url: str, *, application: str, wakes: Mapping[str, Wake], pause_seconds: float = 2.0) -> None:
        self._dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._application = application
        self._wakes = wakes
        self._pause = pause_seconds
        self.active = False

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Wait for the lock, work until it is lost, begin again; ends only by cancellation."""
        while True:
            try:
                await self._once(work)
            except Exception as error:  # noqa: BLE001 - whatever ended the turn, the next one begins from nothing
                get_logger().warning("worker's turn ended", error=where(error))
            await asyncio.sleep(self._pause)

    async def _once(self, work: Callable[[], Awaitable[None]]) -> None:
        connection = await self._connect()
        try:
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", WORKER_LOCK):  # noqa: ASYNC110 - no event tells
                # Waiting inside PostgreSQL instead would hold a snapshot, and with it every vacuum, for as long.
                await asyncio.sleep(self._pause)
            for channel in self._wakes:
                await connection.add_listener(channel, self._wake)
            self.active = True
            get_logger().info("worker active")
            await first_to_end(work(), self._until_lost(connection))
        finally:
            self.active = False
            connection.terminate()

    async def _connect(self) -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(
            self._dsn,
            timeout=_CONNECT_SECONDS,
            command_timeout=_CONNECT_SECONDS,
            server_settings={
                "application_name": f"{self._application} lock",
                # A worker whose machine vanished must not hold the lock for hours.
                "tcp_keepalives_idle": "10",
                "tcp_keepalives_interval": "5",
                "tcp_keepalives_count": "3",
            },
        )

    async def _until_lost(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        wakes = list(self._wakes.values())
        questions = await connection.prepare("SELECT " + ", ".join(f"EXISTS ({wake.exists})" for wake in wakes))
        while not connection.is_closed():
            answers = await questions.fetchrow()
            for wake, yes in zip(wakes, answers or (), strict=True):
                if yes:
                    wake.event.set()
            await wait_for_wake(lost, self._pause)
        raise ConnectionError("the lock's connection was lost")

    def _wake(self, _connection: object, _pid: int, channel: str, _payload: object) -> None:
        self._wakes[channel].event.set()
