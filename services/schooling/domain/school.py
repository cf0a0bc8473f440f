"""A school of the commune, as the town lists it, and the school years."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.schooling.domain.level import Cycle, Level, cycle_of


class SchoolKind(StrEnum):
    MATERNELLE = "maternelle"
    ELEMENTAIRE = "elementaire"
    PRIMAIRE = "primaire"


@dataclass(frozen=True)
class School:
    """`uai` is the national identifier: seven digits and a letter.

    Attributes:
        head: who directs the school, None where the town names nobody.
        places: by school year and level, as far as the town states them.
    """

    uai: str
    name: str
    kind: SchoolKind
    address: str
    telephone: str
    levels: tuple[Level, ...]
    head: str | None = None
    places: Mapping[tuple[int, Level], int] = field(default_factory=dict)

    def teaches(self, cycle: Cycle) -> bool:
        return any(cycle_of(level) is cycle for level in self.levels)


@dataclass(frozen=True)
class SchoolYear:
    """`year` is the calendar year in which it starts, on the day of the rentrée."""

    year: int
    rentree: date
