"""Has PDFs read by a process with limits (`pdf_reading.py`), at most two at a time."""

import asyncio
import json
from pathlib import Path

from prometheus_client import Histogram

from services.documents.adapters.limited_process import ProcessFailed, run_limited
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
        try:
            said = await run_limited(_PROGRAM, given=body, seconds=self._seconds, longest=_LONGEST_ANSWER)
        except ProcessFailed:
            raise TooComplexPdf from None
        answer: dict[str, int | str] = json.loads(said)
        return answer
