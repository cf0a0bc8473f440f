"""Has pictures joined into one PDF by a process with limits (`picture_joining.py`)."""

import json
from collections.abc import Sequence
from pathlib import Path

from services.documents.adapters.limited_process import ProcessFailed, run_limited
from services.documents.application.ports import JoiningFailed

_PROGRAM = Path(__file__).with_name("picture_joining.py")
_LONGEST_ANSWER = 64 * 1024 * 1024


class LimitedPictureJoiner:
    """JPEGs in, a PDF out; who calls it sees to how many at a time.

    Args:
        seconds: after which the process is killed.
    """

    def __init__(self, *, seconds: float = 20.0) -> None:
        self._seconds = seconds

    async def join(self, pictures: Sequence[bytes], title: str) -> bytes:
        """Raises JoiningFailed."""
        asked = {"title": title, "sizes": [len(picture) for picture in pictures]}
        given = b"".join([json.dumps(asked).encode(), b"\n", *pictures])
        try:
            made = await run_limited(_PROGRAM, given=given, seconds=self._seconds, longest=_LONGEST_ANSWER)
        except ProcessFailed as error:
            raise JoiningFailed from error
        if not made.startswith(b"%PDF-"):
            raise JoiningFailed
        return made
