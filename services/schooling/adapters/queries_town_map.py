"""Reads all that tells an address its school into memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.domain.house_number import HouseNumber
from services.schooling.domain.level import Cycle, Level
from services.schooling.domain.school import School, SchoolKind
from services.schooling.domain.sector import Rule, SectorSet, Side
from services.schooling.domain.sector_file import KnownSchools
from services.schooling.domain.sector_map import SectorMap
from services.schooling.domain.streets import KnownAddress, Street, StreetRegister
from services.schooling.domain.town_map import TownMap

_QUERIES: Mapping[str, Any] = {
    "streets": text("SELECT id, key, name, postal_code, insee, city FROM streets WHERE listed"),
    "schools": text("SELECT uai, name, kind, address, telephone, levels, open, head FROM schools"),
    "years": text("SELECT year, rentree FROM school_years WHERE open"),
    "sets": text("""
        SELECT sets.cycle, sets.school_year, sets.deliberation, years.rentree
        FROM sector_sets AS sets JOIN school_years AS years ON years.year = sets.school_year
    """),
    "rules": text("""
        SELECT cycle, school_year, street_id, first_number, first_repetition, last_number, last_repetition, side, uai,
               line
        FROM sector_rules
    """),
}
_REVISION = text("SELECT revision FROM town_state")
_ADDRESSES = text("SELECT id, street_id, number, repetition FROM addresses")


@dataclass(frozen=True)
class TownRows:
    """What the database says, not yet understood: that part takes the processor for a while."""

    rows: Mapping[str, Sequence[Row[Any]]]

    def understood(self) -> TownMap:
        return TownMap(
            register=StreetRegister(street_of(row) for row in self.rows["streets"]),
            sectors=SectorMap(self._sets()),
            schools=KnownSchools(
                {row.uai: _school(row) for row in self.rows["schools"] if row.open},
                {row.uai: row.name for row in self.rows["schools"] if not row.open},
            ),
            rentrees={row.year: row.rentree for row in self.rows["years"]},
        )

    def _sets(self) -> list[SectorSet]:
        rules: dict[tuple[str, int], list[Rule]] = {}
        for row in self.rows["rules"]:
            rules.setdefault((row.cycle, row.school_year), []).append(rule_of(row))
        return [
            SectorSet(
                Cycle(row.cycle),
                row.school_year,
                row.rentree,
                row.deliberation,
                tuple(rules.get((row.cycle, row.school_year), ())),
            )
            for row in self.rows["sets"]
        ]


async def read_town(connection: AsyncConnection) -> TownRows:
    """In the caller's transaction: one that repeats its reads, or that locked the town's state."""
    return TownRows({name: (await connection.execute(query)).all() for name, query in _QUERIES.items()})


async def read_revision(connection: AsyncConnection) -> int:
    """Grows with each change of what `read_town` reads."""
    revision: int = (await connection.execute(_REVISION)).scalar_one()
    return revision


async def read_addresses(connection: AsyncConnection) -> list[KnownAddress]:
    """Every address of the commune."""
    return [KnownAddress(*row) for row in await connection.execute(_ADDRESSES)]


def street_of(row: Row[Any]) -> Street:
    """A row of `streets`."""
    return Street(row.id, row.key, row.name, row.postal_code, row.insee, row.city)


def rule_of(row: Row[Any]) -> Rule:
    """A row of `sector_rules`."""
    first = None if row.first_number is None else HouseNumber(row.first_number, row.first_repetition)
    last = None if row.last_number is None else HouseNumber(row.last_number, row.last_repetition)
    return Rule(row.street_id, first, last, Side(row.side), row.uai, row.line)


def _school(row: Row[Any]) -> School:
    levels = tuple(Level(level) for level in row.levels)
    return School(row.uai, row.name, SchoolKind(row.kind), row.address, row.telephone, levels, row.head)
