"""What commands print: tables for people, JSON for programs."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

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
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in plain:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    console.print(table)


def say(sentence: str) -> None:
    """A line of progress or result."""
    console.print(sentence, markup=False)
