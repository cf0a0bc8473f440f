"""A value that changes rarely, kept for some seconds; one request at a time fetches it anew."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """The last value, for `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._value: V | None = None
        self._fetched = 0.0
        self._fetching = asyncio.Lock()

    async def get(self, fetch: Callable[[], Awaitable[V]]) -> V:
        value = self._fresh()
        if value is not None:
            return value
        async with self._fetching:
            value = self._fresh()
            if value is None:
                value = await fetch()
                self._value, self._fetched = value, time.monotonic()
            return value

    def _fresh(self) -> V | None:
        return self._value if time.monotonic() - self._fetched < self._seconds else None
