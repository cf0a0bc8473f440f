"""National CSV files, line by line: one wrong line is named and spoils no other."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence

from libs.commune.source import CommuneError


def read_lines(
    lines: Iterable[bytes], name: str, needed: Sequence[str]
) -> Iterator[tuple[int, Mapping[str, str] | None]]:
    """The number of each line that is not blank, and its cells by column, stripped; None where it is no such line.

    Separator `;`, UTF-8 (with a BOM or not) or Windows-1252. A cell does not go on in the next line.

    Raises:
        CommuneError: the file has no lines, or not the needed columns.
    """
    numbered = enumerate((_text(line) for line in lines), start=1)
    _, first = next(numbered, (0, ""))
    columns = _cells(first.removeprefix("\ufeff")) or []
    if missing := [column for column in needed if column not in columns]:
        raise CommuneError([f"{name}: no column {', '.join(missing)}"])
    for number, text in numbered:
        if not text.strip():
            continue
        cells = _cells(text)
        whole = cells is not None and len(cells) == len(columns)
        yield number, dict(zip(columns, cells, strict=True)) if cells is not None and whole else None


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace").rstrip("\r\n")


def _cells(text: str) -> list[str] | None:
    if '"' not in text:
        return [cell.strip() for cell in text.split(";")]
    try:
        return [cell.strip() for cell in next(csv.reader([text], delimiter=";", strict=True))]
    except csv.Error:
        return None
