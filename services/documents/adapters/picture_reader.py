"""Has pictures read and made anew by a process with limits (`picture_reading.py`), at most two at a time."""

import asyncio
import json
from pathlib import Path

from prometheus_client import Histogram

from services.documents.adapters.limited_process import ProcessFailed, run_limited
from services.documents.application.ports import ReadPicture
from services.documents.domain.errors import (
    REFUSED_PICTURE,
    DrawingTooLarge,
    EmptyDrawing,
    RefusedPicture,
    TooManyPixels,
    UnreadableDrawing,
    UnreadablePicture,
)
from services.documents.domain.file_kind import Format, Remark

READING = Histogram(
    "kiosque_documents_picture_seconds",
    "Time to read a picture and make it anew in its own process, waiting left out.",
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20),
)
_PROGRAM = Path(__file__).with_name("picture_reading.py")
MAX_DRAWING_BYTES = 100_000
_LONGEST_ANSWER = 8 * 1024 * 1024


class LimitedPictureReader:
    """Makes a harmless JPEG of a picture, or says why it is refused.

    Args:
        at_once: processes at a time; the others wait.
        seconds: after which a process is killed, whatever it is doing.
    """

    def __init__(self, *, at_once: int = 2, seconds: float = 20.0) -> None:
        self._turn = asyncio.Semaphore(at_once)
        self._seconds = seconds

    async def read(self, body: bytes, written: Format) -> ReadPicture:
        """Raises a RefusedPicture; a process that died or had to be killed could not read it: UnreadablePicture."""
        async with self._turn:
            with READING.time():
                return await self._made(body, written.value)

    async def read_drawing(self, body: bytes) -> bytes:
        """Raises a RefusedDrawing."""
        if len(body) > MAX_DRAWING_BYTES:
            raise DrawingTooLarge
        try:
            async with self._turn:
                return (await self._made(body, "drawing")).body
        except TooManyPixels:
            raise DrawingTooLarge from None
        except RefusedPicture:
            raise UnreadableDrawing from None

    async def _made(self, body: bytes, written: str) -> ReadPicture:
        try:
            said = await run_limited(_PROGRAM, written, given=body, seconds=self._seconds, longest=_LONGEST_ANSWER)
        except ProcessFailed:
            raise UnreadablePicture from None
        header, _, pictures = said.partition(b"\n")
        answer = json.loads(header)
        if answer.get("refused") == EmptyDrawing.code:
            raise EmptyDrawing
        if "refused" in answer:
            raise REFUSED_PICTURE[answer["refused"]]
        cut = answer["picture"]
        return ReadPicture(pictures[:cut], pictures[cut:], tuple(Remark(remark) for remark in answer["remarks"]))
