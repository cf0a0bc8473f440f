"""Short ways to write streets, rules and sets of sectors."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.schooling.domain.house_number import HouseNumber
from services.schooling.domain.level import Cycle
from services.schooling.domain.sector import Rule, SectorSet, Side

STREET = UUID(int=1)
RENTREE = date(2026, 9, 1)


def house(text: str) -> HouseNumber | None:
    """`12 bis`; nothing is None."""
    number, _, repetition = text.partition(" ")
    return HouseNumber(int(number), repetition) if number else None


def rule(numbers: str, uai: str = "A", *, street: UUID | None = STREET, line: int = 0) -> Rule:
    """`12 bis - 20 even`, `- 9`, `7 -`, `odd`, or nothing for the whole street."""
    side = next((side for side in (Side.EVEN, Side.ODD) if numbers.endswith(side.value)), Side.BOTH)
    first, _, last = numbers.removesuffix(side.value).partition("-")
    if street is None:
        return Rule(None, None, None, Side.BOTH, uai, line)
    return Rule.between(street, house(first.strip()), house(last.strip()), side, uai, line)


def sectors(rules: Iterable[Rule], *, cycle: Cycle = Cycle.MATERNELLE, year: int = 2026) -> SectorSet:
    return SectorSet(cycle, year, date(year, 9, 1), "Délibération 12", tuple(rules))
