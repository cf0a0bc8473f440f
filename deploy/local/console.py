"""What the person at the terminal sees."""

import sys
import time
from collections.abc import Sequence


class CannotContinue(Exception):
    """Something that only the person at the terminal can mend; the message is one sentence with what to type."""


def say(line: str) -> None:
    """One line of progress, at once."""
    print(f"\N{BULLET} {line}", flush=True)


def complain(line: str) -> None:
    """The reason why it ends here."""
    print(f"\n{line}", file=sys.stderr, flush=True)


class Progress:
    """Shows the last line of something long: in place on a terminal, every few seconds elsewhere."""

    def __init__(self, every: float = 5.0) -> None:
        self._in_place = sys.stdout.isatty()
        self._every = every
        self._shown_at = time.monotonic()

    def show(self, line: str) -> None:
        if self._in_place:
            print(f"\r\033[K  {line[:100]}", end="", flush=True)
        elif time.monotonic() - self._shown_at > self._every:
            self._shown_at = time.monotonic()
            print(f"  {line}", flush=True)

    def done(self) -> None:
        if self._in_place:
            print("\r\033[K", end="", flush=True)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
