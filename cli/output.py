"""What commands print: tables for people, JSON for programs."""

import dataclasses
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

_UNFOLDED = 200  # columns, where nobody watches: a log or a file
console = Console(highlight=False, width=None if sys.stdout.isatty() else _UNFOLDED)
errors = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else _UNFOLDED)

_KEPT_WHOLE = 14  # characters of a column that are not folded, whatever the width

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def show_rows(rows: Sequence[Any], *, as_json: bool, title: str, nothing: str) -> None:
    """Print dataclass instances or mappings, one a line.

    Args:
        nothing: said when there are none.
    """
    plain = [row if isinstance(row, Mapping) else dataclasses.asdict(row) for row in rows]
    if as_json:
        typer.echo(json.dumps(plain, default=str, ensure_ascii=False, indent=1))
        return
    if not plain:
        console.print(nothing)
        return
    table = Table(title=title, title_justify="left")
    for name in plain[0]:
        table.add_column(name.replace("_", " "), overflow="fold", min_width=min(_longest(plain, name), _KEPT_WHOLE))
    for row in plain:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    console.print(table)


def _longest(rows: Sequence[Mapping[str, Any]], name: str) -> int:
    return max(len(str(row[name])) for row in rows)


def say(sentence: str) -> None:
    """A line of progress or result."""
    console.print(sentence, markup=False, soft_wrap=True)
