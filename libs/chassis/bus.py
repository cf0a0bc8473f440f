"""The connection to RabbitMQ: whatever runs on it is a session, and a lost one is begun again from nothing.

aio-pika's own robust connection restores channels and consumers in place; a publisher then cannot tell which confirms
it will never get, and a consumer that was not restored looks like an idle one. Here a session holds one connection,
ends with it, and the next one opens everything anew.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection
from yarl import URL

from libs.chassis.logging import get_logger, where

_CONNECT_SECONDS = 5.0
_HEARTBEAT_SECONDS = 20


class SessionLost(Exception):
    """The broker, the channel or the consumer went away."""


class Session:
    """What was opened on one connection; losing any part of it loses the session.

    Whoever runs on it is told, and ends by itself: cut off, a publisher could not note what the broker confirmed last.
    """

    def __init__(self, connection: AbstractConnection) -> None:
        self._connection = connection
        self._channels: list[AbstractChannel] = []  # the library keeps only weak references
        self._lost = False
        self._to_tell: list[Callable[[], object]] = []
        connection.close_callbacks.add(self._lose)

    async def channel(self, *, publishing: bool) -> AbstractChannel:
        """A channel of this session; a publishing one confirms, and raises for what no queue takes."""
        channel = self._connection.channel(publisher_confirms=publishing, on_return_raises=publishing)
        await channel.initialize(timeout=_CONNECT_SECONDS)
        channel.close_callbacks.add(self._lose)
        underlay = await channel.get_underlay_channel()
        underlay.on_consumer_cancel_callbacks.add(self._lose)
        self._channels.append(channel)
        return channel

    def when_lost(self, tell: Callable[[], object]) -> None:
        """Call `tell` when the session is lost, to wake whoever waits."""
        self._to_tell.append(tell)

    def insist(self) -> None:
        """Raises SessionLost when it is."""
        if self._lost:
            raise SessionLost

    def _lose(self, *_: Any) -> None:
        self._lost = True
        for tell in self._to_tell:
            tell()


class Bus:
    """Runs sessions, one at a time, for as long as the process lives.

    Args:
        url: `amqp://...` of the service's own broker user.
        name: shown in the broker's list of connections.
        pause_seconds: between two attempts.
    """

    def __init__(self, url: str, *, name: str, pause_seconds: float = 1.0) -> None:
        self._url = URL(url).update_query(heartbeat=_HEARTBEAT_SECONDS)
        self._name = name
        self._pause = pause_seconds
        self.connected = False

    async def run(self, session: Callable[[Session], Awaitable[None]]) -> None:
        """Connect, run `session` until it fails, begin again; ends only by cancellation.

        Args:
            session: fails with SessionLost soon after its session is lost.
        """
        while True:
            try:
                await self._once(session)
            except Exception as error:  # noqa: BLE001 - whatever broke the session, the next one begins from nothing
                get_logger().warning("bus session ended", connection=self._name, error=where(error))
            await asyncio.sleep(self._pause)

    async def _once(self, session: Callable[[Session], Awaitable[None]]) -> None:
        connection = await aio_pika.connect(
            self._url, timeout=_CONNECT_SECONDS, client_properties={"connection_name": self._name}
        )
        try:
            self.connected = True
            await session(Session(connection))
        finally:
            self.connected = False
            await _close(connection)


async def _close(connection: AbstractConnection) -> None:
    try:
        async with asyncio.timeout(_CONNECT_SECONDS):
            await connection.close()
    except Exception as error:  # noqa: BLE001 - it is being thrown away, and often broken already
        get_logger().warning("bus connection closed badly", error=where(error))
