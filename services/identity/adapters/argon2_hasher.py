"""argon2id (RFC 9106) with OWASP's parameters: 19 MiB, 2 passes, 1 lane."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_AT_ONCE = 2


class Argon2Hasher:
    """Hashes in two threads, so that at most two run at a time and the event loop goes on (argon2 frees the GIL)."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="argon2")
        self._nobodys = self._hasher.hash(secrets.token_urlsafe(16))

    async def hash(self, password: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Nobody's hash is verified in place of a missing one, so that both answers take the same time."""
        right = await asyncio.get_running_loop().run_in_executor(
            self._threads, self._verify, stored or self._nobodys, password
        )
        return right and stored is not None

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
