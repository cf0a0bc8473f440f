"""Maps of sectors in the national CSV format of the carte scolaire."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from libs.commune.csv_lines import read_lines
from libs.commune.source import CommuneError

_COLUMNS = (
    "code_insee",
    "lieu_dit",
    "type_et_libelle",
    "n_de_voie_debut",
    "indice_de_repetition_debut",
    "n_de_voie_fin",
    "indice_de_repetition_fin",
    "parite",
    "code_rne",
    "secteur_unique",
)
_SIDES: Mapping[str, Literal["both", "even", "odd"]] = {"": "both", "PI": "both", "IP": "both", "P": "even", "I": "odd"}
_NUMBER = re.compile(r"(\d{1,5})(?:[.,]0*)?", re.ASCII)
_REPETITION = re.compile(r"[a-z0-9]{0,10}", re.ASCII)
_UAI = re.compile(r"\d{7}[A-Z]", re.ASCII)


@dataclass(frozen=True)
class SectorData:
    """One right line.

    Attributes:
        street: a street or a lieu-dit; None where one school takes the whole commune.
        first, last: number and repetition, as far as the line says them.
    """

    line: int
    street: str | None
    first: tuple[int, str] | None
    last: tuple[int, str] | None
    side: Literal["both", "even", "odd"]
    uai: str


@dataclass
class SectorFile:
    """What a file holds.

    Attributes:
        read: lines of the commune, right or wrong.
        elsewhere: lines of other communes, passed over.
        problems: line and code of what is wrong with it.
    """

    rows: list[SectorData] = field(default_factory=list)
    read: int = 0
    elsewhere: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


class _Wrong(Exception):
    """A line says nothing usable; the argument is the code."""


def read_sectors(lines: Iterable[bytes], name: str, insee: str) -> SectorFile:
    """A wrong line is noted and left out.

    Args:
        name: of the file, for problems.
        insee: of the commune; the national file writes 06033 as 6033 at times.

    Raises:
        CommuneError: it is no such file.
    """
    file = SectorFile()
    for line, cells in read_lines(lines, name, _COLUMNS):
        if cells is not None and cells["code_insee"].removesuffix(".0").zfill(5) != insee:
            file.elsewhere += 1
            continue
        file.read += 1
        try:
            file.rows.append(_row(line, cells))
        except _Wrong as wrong:
            file.problems.append((line, str(wrong)))
    return file


def read_sectors_at(path: Path, insee: str) -> SectorFile:
    """Raises CommuneError, also when the file is missing."""
    try:
        with path.open("rb") as lines:
            return read_sectors(lines, path.name, insee)
    except FileNotFoundError:
        raise CommuneError([f"{path.name}: is missing"]) from None


def _row(line: int, cells: Mapping[str, str] | None) -> SectorData:
    if cells is None:
        raise _Wrong("cells")
    uai, side, sole = cells["code_rne"].upper(), _SIDES.get(cells["parite"].upper()), cells["secteur_unique"].upper()
    if not _UAI.fullmatch(uai):
        raise _Wrong("uai-format")
    if sole not in {"", "O", "N"}:
        raise _Wrong("sole-format")
    if sole == "O":
        return SectorData(line, None, None, None, "both", uai)
    if side is None:
        raise _Wrong("side-format")
    street = cells["type_et_libelle"] or cells["lieu_dit"]
    if not street:
        raise _Wrong("no-street")
    first, last = _end(cells, "debut"), _end(cells, "fin")
    return SectorData(line, street, first, None if _open(first, last) else last, side, uai)


def _end(cells: Mapping[str, str], which: str) -> tuple[int, str] | None:
    number, repetition = cells[f"n_de_voie_{which}"], cells[f"indice_de_repetition_{which}"].lower()
    found = _NUMBER.fullmatch(number) if number else None
    if number and not found:
        raise _Wrong("number-format")
    if not _REPETITION.fullmatch(repetition) or (repetition and (found is None or int(found[1]) == 0)):
        raise _Wrong("repetition-format")
    return (int(found[1]), repetition) if found else None


def _open(first: tuple[int, str] | None, last: tuple[int, str] | None) -> bool:
    """0 as the last number of a range that starts at 0 or nowhere means none."""
    return last is not None and last[0] == 0 and (first is None or first[0] == 0)
