"""The streets and addresses of the commune, in the national base's CSV (BAN): `streets.csv`, or an operator's file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid5

from libs.commune.csv_lines import read_lines
from libs.commune.source import CommuneError

STREETS_FILE = "streets.csv"
_STREET_COLUMNS = ("id", "nom_voie", "code_postal", "code_insee", "nom_commune")
_ADDRESS_COLUMNS = ("id", "numero", "rep", "nom_voie", "code_postal", "code_insee", "nom_commune")
_NAMESPACE = UUID("8f0c6c1e-6a0b-5d2e-9c0f-3b1f7f3f5a10")
_NO_NUMBER = "99999"  # how communes write a place without a number
_DIGITS_MAX = 5


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


class AddressData(NamedTuple):
    """One address. `id` is the national one; `number` 0: the house has none; `repetition` in lower case or empty."""

    id: str
    street_key: str
    number: int
    repetition: str


@dataclass
class BanFile:
    """What a file of addresses holds.

    Attributes:
        read: lines of the commune that was asked for, right or wrong.
        elsewhere: lines of other communes, passed over.
        problems: line and what is wrong with it.
    """

    streets: dict[str, StreetData] = field(default_factory=dict)
    addresses: dict[str, AddressData] = field(default_factory=dict)
    read: int = 0
    elsewhere: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)

    def street_list(self) -> list[StreetData]:
        """In the order of their names."""
        return sorted(self.streets.values(), key=lambda street: (street.city, street.name))


def read_streets(commune_dir: Path) -> list[StreetData]:
    """Every street of `streets.csv` once, in the order of their names. Raises CommuneError naming each wrong line."""
    return _read_whole(commune_dir, _STREET_COLUMNS).street_list()


def read_addresses(commune_dir: Path) -> BanFile:
    """The whole of `streets.csv`. Raises CommuneError naming each wrong line."""
    return _read_whole(commune_dir, _ADDRESS_COLUMNS)


def read_ban(lines: Iterable[bytes], name: str, insee: str | None = None, *, addresses: bool = True) -> BanFile:
    """A file of the national base; a wrong line is noted and left out.

    Args:
        name: of the file, for problems.
        insee: of the commune whose lines count; every line does without it.
        addresses: whether numbers are read too.

    Raises:
        CommuneError: it is no such file.
    """
    file = BanFile()
    for line, cells in read_lines(lines, name, _ADDRESS_COLUMNS if addresses else _STREET_COLUMNS):
        if cells is not None and insee is not None and cells["code_insee"] not in {insee, ""}:
            file.elsewhere += 1
            continue
        file.read += 1
        problem = _take(cells, file, addresses=addresses)
        if problem:
            file.problems.append((line, problem))
    return file


def _read_whole(commune_dir: Path, columns: tuple[str, ...]) -> BanFile:
    try:
        with (commune_dir / STREETS_FILE).open("rb") as lines:
            file = read_ban(lines, STREETS_FILE, addresses=columns is _ADDRESS_COLUMNS)
    except FileNotFoundError:
        raise CommuneError([f"{STREETS_FILE}: is missing"]) from None
    if file.problems:
        raise CommuneError([f"{STREETS_FILE}: line {line}: {problem}" for line, problem in file.problems])
    return file


def _take(cells: Mapping[str, str] | None, file: BanFile, *, addresses: bool) -> str | None:
    """Add the line's address and street. Returns what is wrong with it."""
    if cells is None:
        return "not as many cells as columns"
    if empty := [column for column in _STREET_COLUMNS if not cells[column]]:
        return f"empty {', '.join(empty)}"
    key = "_".join(cells["id"].split("_")[:2])
    if addresses:
        address = _address(cells, key)
        if isinstance(address, str):
            return address
        if file.addresses.setdefault(address.id, address) != address:
            return "id of another address"
    if key not in file.streets:
        file.streets[key] = StreetData(
            key, cells["nom_voie"], cells["code_postal"], cells["code_insee"], cells["nom_commune"]
        )
    return None


def _address(cells: Mapping[str, str], key: str) -> AddressData | str:
    number, repetition = cells["numero"], cells["rep"].lower()
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS_MAX) and number:
        return "numero is no number"
    if repetition and not (repetition.isascii() and repetition.isalnum() and len(repetition) <= 10):
        return "rep is no index"
    if number in {"", _NO_NUMBER} or int(number) == 0:
        return AddressData(cells["id"], key, 0, "")
    return AddressData(cells["id"], key, int(number), repetition)
