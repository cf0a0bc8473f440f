"""What the person at the terminal sees."""

import sys
from collections.abc import Sequence


class CannotContinue(Exception):
    """Something that only the person at the terminal can mend; the message is one sentence with what to type."""


def say(line: str) -> None:
    """One line of progress, at once."""
    print(f"\N{BULLET} {line}", flush=True)


def complain(line: str) -> None:
    """The reason why it ends here."""
    print(f"\n{line}", file=sys.stderr, flush=True)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
