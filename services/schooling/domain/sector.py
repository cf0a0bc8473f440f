"""Sectors: which addresses belong to which school, in one cycle and from one rentrée on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from services.schooling.domain.house_number import BEYOND, NUMBER_MAX, HouseNumber, Position
from services.schooling.domain.level import Cycle

_LAST_OF_ALL = 9_998  # files write 9999, or 9998 on the even side, for "to the end of the street"


class Side(StrEnum):
    """The numbers of a street that a rule means."""

    BOTH = "both"
    EVEN = "even"
    ODD = "odd"

    def holds(self, number: int) -> bool:
        return self is Side.BOTH or (number % 2 == 0) is (self is Side.EVEN)

    def meets(self, other: "Side") -> bool:
        return Side.BOTH in {self, other} or self is other


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the town's map of sectors.

    Attributes:
        street_id: None where one school takes the whole commune.
        first: None from the beginning of the street.
        last: None to its end. Without a repetition it takes those of its number too, unless some rule of the street
            names one of that number.
        line: of the file it was read from; two rules that are equally specific are told apart by it.
    """

    street_id: UUID | None
    first: HouseNumber | None
    last: HouseNumber | None
    side: Side
    uai: str
    line: int = 0

    @classmethod
    def between(
        cls, street_id: UUID, first: HouseNumber | None, last: HouseNumber | None, side: Side, uai: str, line: int = 0
    ) -> Self:
        """The rule with the ends that say nothing left out: 0, 1 (2 on the even side) and 9999 are no bounds."""
        start = 2 if side is Side.EVEN else 1
        if first is not None and not first.repetition and first.number <= start:
            first = None
        if last is not None and not last.repetition and last.number >= _LAST_OF_ALL:
            last = None
        return cls(street_id, first, last, side, uai, line)

    @property
    def whole(self) -> bool:
        """Whether it takes every number of its side, and thereby a house without a number."""
        return self.first is None and self.last is None

    @property
    def empty(self) -> bool:
        """Whether no address can meet it."""
        if self.last is None:
            return False
        first = self.first or HouseNumber(1)
        return first.position > self.last.position or not _count(first.number, self.last.number, self.side)

    @property
    def specificity(self) -> tuple[int, int, int, int, int, int, str]:
        """The smallest wins: a street before the commune, a last number before none, the fewest numbers, and so on.

        With a last number: fewer numbers of the side, then one side before both. Without: one side before both, then
        the higher first number. Then whoever names a repetition; then the first line.
        """
        scope, both = int(self.street_id is None), int(self.side is Side.BOTH)
        first = self.first.number if self.first else 1
        named = -sum(1 for end in (self.first, self.last) if end is not None and end.repetition)
        if self.last is None:
            return (scope, 1, both, -first, named, self.line, self.uai)
        return (scope, 0, _count(first, self.last.number, self.side), both, named, self.line, self.uai)

    def takes(self, house: HouseNumber, exact_at: Collection[int] = ()) -> bool:
        """Whether the house lies between both ends and on the side.

        Args:
            exact_at: numbers at which a last number does not imply its repetitions (`numbers_named_exactly`).
        """
        after = self.first is None or self.first.position <= house.position
        return after and self.side.holds(house.number) and house.position <= self.stop(exact_at)

    def stop(self, exact_at: Collection[int]) -> Position:
        """The last position that the rule takes."""
        if self.last is None:
            return BEYOND
        implying = not self.last.repetition and self.last.number not in exact_at
        return (self.last.number, 9, 0, "") if implying else self.last.position


def numbers_named_exactly(rules: Iterable[Rule]) -> set[int]:
    """The numbers of a street of which some rule names a repetition: 25 bis and 25 are told apart there."""
    return {end.number for rule in rules for end in (rule.first, rule.last) if end is not None and end.repetition}


def _count(first: int, last: int, side: Side) -> int:
    """How many numbers of a side there are, both ends included."""
    if side is Side.BOTH:
        return max(0, last - first + 1)
    start = first if side.holds(first) else first + 1
    return max(0, (last - start) // 2 + 1)


@dataclass(frozen=True)
class SectorSet:
    """The rules of one cycle from the rentrée of `school_year` on, until another set of the cycle starts."""

    cycle: Cycle
    school_year: int
    starts: date
    deliberation: str | None
    rules: tuple[Rule, ...]


def overlap(one: Rule, other: Rule) -> bool:
    """Whether some address meets both as they are written: on one street, or one of them is the whole commune's."""
    if None in {one.street_id, other.street_id}:
        return True
    if one.street_id != other.street_id or not one.side.meets(other.side):
        return False
    firsts = [rule.first for rule in (one, other) if rule.first is not None]
    lasts = [rule.last for rule in (one, other) if rule.last is not None]
    low = max(firsts, key=lambda number: number.position, default=HouseNumber(1))
    high = min(lasts, key=lambda number: number.position, default=HouseNumber(NUMBER_MAX))
    side = one.side if other.side is Side.BOTH else other.side
    return low.position <= high.position and _count(low.number, high.number, side) > 0
