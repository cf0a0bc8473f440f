"""A bound on the bytes of files that a process holds at a time, so that many large ones wait instead of killing it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Busy(ConnectionError):
    """Too many files at once for too long; the API answers 503 and when to come back."""


class Memory:
    """Shares of a budget.

    Args:
        budget: in bytes; at least the largest share that is asked for.
        patience_seconds: how long a share is waited for.
    """

    def __init__(self, budget: int, *, patience_seconds: float = 20.0) -> None:
        self._free = budget
        self._patience = patience_seconds
        self._given_back = asyncio.Condition()

    @asynccontextmanager
    async def share(self, size: int) -> AsyncIterator[None]:
        """Hold `size` bytes of the budget while the block runs. Raises Busy."""
        try:
            async with asyncio.timeout(self._patience), self._given_back:
                await self._given_back.wait_for(lambda: self._free >= size)
                self._free -= size
        except TimeoutError:
            raise Busy from None
        try:
            yield
        finally:
            self._free += size
            async with self._given_back:
                self._given_back.notify_all()
