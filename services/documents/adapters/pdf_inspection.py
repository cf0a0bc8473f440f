"""Has PDFs read by a process with limits (`pdf_reading.py`), at most two at a time."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path

from prometheus_client import Histogram

from services.documents.domain.document import MAX_PAGES
from services.documents.domain.errors import REFUSED_PDF, TooComplexPdf, TooManyPages

READING = Histogram(
    "kiosque_documents_reading_seconds",
    "Time to read a PDF in its own process, waiting left out.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20),
)
_PROGRAM = Path(__file__).with_name("pdf_reading.py")
_LONGEST_ANSWER = 200


class PdfInspector:
    """Counts the pages of a PDF, or says why it is refused.

    Args:
        at_once: processes at a time; the others wait.
        seconds: after which a process is killed, whatever it is doing.
    """

    def __init__(self, *, at_once: int = 2, seconds: float = 10.0) -> None:
        self._turn = asyncio.Semaphore(at_once)
        self._seconds = seconds

    async def count_pages(self, body: bytes) -> int:
        """Raises a RefusedPdf; a process that died or had to be killed was given too much: TooComplexPdf."""
        async with self._turn:
            with READING.time():
                answer = await self._read(body)
        if "pages" in answer:
            return int(answer["pages"])
        refused = REFUSED_PDF[str(answer["refused"])]
        raise refused(max_pages=MAX_PAGES) if refused is TooManyPages else refused

    async def _read(self, body: bytes) -> dict[str, int | str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(_PROGRAM),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(self._seconds):
                said = await _ask(process, body)
        except TimeoutError:
            raise TooComplexPdf from None
        finally:
            _kill(process)
            await process.wait()
        if process.returncode != 0 or not said:
            raise TooComplexPdf
        answer: dict[str, int | str] = json.loads(said)
        return answer


async def _ask(process: asyncio.subprocess.Process, body: bytes) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("started without pipes")
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(body)
        await process.stdin.drain()
    process.stdin.close()
    said = await process.stdout.read(_LONGEST_ANSWER)
    await process.wait()
    return said


def _kill(process: asyncio.subprocess.Process) -> None:
    """The whole group: a reader that was taken over could have started others."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
