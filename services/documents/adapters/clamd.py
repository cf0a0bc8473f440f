"""The virus scanner: clamd over TCP, with a time limit. Whatever is not a clear answer is no verdict."""

import io

from aioclamd import ClamdAsyncClient, ClamdError  # type: ignore[import-untyped] # it publishes no types

from services.documents.application.ports import ScannerUnavailable

_CHUNK = 64 * 1024


class ClamdScanner:
    """Sends a file over INSTREAM.

    Args:
        seconds: for the whole exchange; a scanner that hangs counts as away.
    """

    def __init__(self, host: str, port: int, *, seconds: float) -> None:
        self._client = ClamdAsyncClient(host, port, timeout=seconds)

    async def is_clean(self, body: bytes) -> bool:
        """Raises ScannerUnavailable."""
        try:
            answer = await self._client.instream(_LargeChunks(body))
        except (ClamdError, OSError) as error:
            raise ScannerUnavailable from error
        verdicts = [status for status, _ in (answer or {}).values()]
        if verdicts == ["OK"]:
            return True
        if verdicts == ["FOUND"]:
            return False
        raise ScannerUnavailable


class _LargeChunks(io.BytesIO):
    """The client asks for 1 KiB at a time, each in a thread: 10,000 threads' turns for the largest file."""

    def read(self, _size: int | None = -1, /) -> bytes:
        return super().read(_CHUNK)
