"""Reads the town's file of families: CSV with `;`, UTF-8 or Windows-1252, a line a person (docs/import-families.md)."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.household.domain.imported_family import ALL_COLUMNS, CODE, NEEDED_COLUMNS, Line, LineProblem

CELL_MAX = 200
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}", re.ASCII)
_SPARE = "(spare cells)"


class UnusableFile(Exception):
    """Nothing of the file can be read. `problems` holds one sentence each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class FamiliesFile:
    """The lines of the file.

    Attributes:
        problems: of lines that cannot be read; `spoiled` has the codes of their families, as far as one can tell.
    """

    lines: list[Line]
    problems: list[LineProblem]
    spoiled: frozenset[str]


def read_families_file(path: Path) -> FamiliesFile:
    """Raises UnusableFile, OSError."""
    rows = csv.DictReader(io.StringIO(_text(path.read_bytes()), newline=""), delimiter=";", restkey=_SPARE, strict=True)
    try:
        rows.fieldnames = _columns(rows.fieldnames or ())
        return _read(rows)
    except csv.Error as error:
        raise UnusableFile(f"after line {rows.line_num}: {error}") from None


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _columns(header: Sequence[str]) -> list[str]:
    names = [name.strip().lower() for name in header]
    problems = [f"no column {name}" for name in sorted(NEEDED_COLUMNS - set(names))]
    problems += [f"unknown column {name or '(without a name)'}" for name in names if name not in ALL_COLUMNS]
    problems += [f"column {name} stands twice" for name in sorted({name for name in names if names.count(name) > 1})]
    if problems:
        raise UnusableFile(*problems)
    return names


def _read(rows: "csv.DictReader[str]") -> FamiliesFile:
    lines: list[Line] = []
    problems: list[LineProblem] = []
    spoiled: set[str] = set()
    for row in rows:
        spare = row.pop(_SPARE, None)
        line = Line(rows.line_num, {column: _trimmed(cell or "") for column, cell in row.items()})
        if not any(line.cells.values()):
            continue
        found = list(_problems(line, spare=spare is not None))
        if found:
            problems += found
            spoiled.add(line.cell(CODE))
        else:
            lines.append(line)
    return FamiliesFile(lines, problems, frozenset(spoiled))


def _problems(line: Line, *, spare: bool) -> Iterator[LineProblem]:
    if spare:
        yield LineProblem(line.number, "", "too-many-cells")
    code = line.cell(CODE)
    if not _CODE.fullmatch(code):
        yield LineProblem(line.number, CODE, "code-format" if code else "required")
    for column, cell in line.cells.items():
        if len(cell) > CELL_MAX:
            yield LineProblem(line.number, column, "too-long")
        if any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} or character == "\ufffd" for character in cell):
            yield LineProblem(line.number, column, "forbidden-characters")


def _trimmed(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).split())
