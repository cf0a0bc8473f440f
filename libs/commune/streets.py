"""The streets of the commune, from its addresses in the national base's CSV (BAN): `streets.csv`."""

import csv
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from libs.commune.source import CommuneError

STREETS_FILE = "streets.csv"
_NEEDED = ("id", "nom_voie", "code_postal", "code_insee", "nom_commune")
_NAMESPACE = UUID("8f0c6c1e-6a0b-5d2e-9c0f-3b1f7f3f5a10")


@dataclass(frozen=True)
class StreetData:
    """One street. `key` is the national one, `<insee>_<street>`; the id follows from it: loading twice adds none."""

    key: str
    name: str
    postal_code: str
    insee: str
    city: str

    @property
    def id(self) -> UUID:
        return uuid5(_NAMESPACE, self.key)


def read_streets(commune_dir: Path) -> list[StreetData]:
    """Every street once, in the order of their names. Raises CommuneError naming each wrong line."""
    path = commune_dir / STREETS_FILE
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _streets(csv.DictReader(file, delimiter=";", strict=True))
    except FileNotFoundError:
        raise CommuneError([f"{STREETS_FILE}: is missing"]) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise CommuneError([f"{STREETS_FILE}: {error}"]) from None


def _streets(rows: "csv.DictReader[str]") -> list[StreetData]:
    columns = rows.fieldnames or ()
    if missing := [column for column in _NEEDED if column not in columns]:
        raise CommuneError([f"{STREETS_FILE}: no column {', '.join(missing)}"])
    streets: dict[str, StreetData] = {}
    problems: list[str] = []
    for row in rows:
        empty = [column for column in _NEEDED if not (row[column] or "").strip()]
        if empty:
            problems.append(f"{STREETS_FILE}: line {rows.line_num}: empty {', '.join(empty)}")
            continue
        key = "_".join(row["id"].split("_")[:2])
        streets.setdefault(
            key,
            StreetData(
                key,
                row["nom_voie"].strip(),
                row["code_postal"].strip(),
                row["code_insee"].strip(),
                row["nom_commune"].strip(),
            ),
        )
    if problems:
        raise CommuneError(problems)
    return sorted(streets.values(), key=lambda street: (street.city, street.name))
