"""Connections kept open to the services: one pool for the process."""

from types import TracebackType
from typing import Self

import aiohttp


class Connections:
    """Opened when the process starts to serve, since aiohttp wants a running loop."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """Raises RuntimeError outside of `async with`."""
        if self._session is None:
            raise RuntimeError("the connections are not open")
        return self._session

    async def __aenter__(self) -> Self:
        """No cookies, and no proxy from the environment."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=100, keepalive_timeout=30),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
