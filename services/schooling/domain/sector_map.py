"""Finds the sector school of an address, in memory: one bisection of the street's numbers."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from heapq import heappop, heappush
from uuid import UUID

from services.schooling.domain.house_number import HouseNumber, Position
from services.schooling.domain.level import Cycle
from services.schooling.domain.sector import Rule, SectorSet, Side, numbers_named_exactly

_Place = tuple[Position, int]  # just before a position (0) or just after it (1)
_BEGINNING: _Place = ((-1, 0, 0, ""), 0)


class Why(StrEnum):
    """Why an address has no sector school."""

    NO_SECTORS = "no-sectors"  # none were set for the cycle by that day
    UNKNOWN_STREET = "unknown-street"
    AMBIGUOUS_STREET = "ambiguous-street"
    OUTSIDE = "outside"  # not in the commune
    HOLE = "hole"  # no rule takes the address
    NO_NUMBER = "no-number"  # number 0, in a street that several rules share
    SCHOOL_CLOSED = "school-closed"
    LEVEL_NOT_TAUGHT = "level-not-taught"


@dataclass(frozen=True, slots=True)
class Winner:
    """The most specific rule that takes an address; `contested`: another one that does names another school."""

    rule: Rule
    contested: bool


@dataclass(frozen=True, slots=True)
class Found:
    winner: Winner
    sectors: SectorSet


@dataclass(frozen=True, slots=True)
class Missing:
    why: Why


class SectorMap:
    """Every set of sectors.

    A rule of the street takes an address before the school of the whole commune does; among several the most specific
    one stands (`Rule.specificity`).
    """

    def __init__(self, sets: Iterable[SectorSet]) -> None:
        self._sets: dict[Cycle, list[_Indexed]] = defaultdict(list)
        for sectors in sorted(sets, key=lambda each: each.starts):
            self._sets[sectors.cycle].append(_Indexed(sectors))

    def in_force(self, cycle: Cycle, on: date) -> SectorSet | None:
        """The set that started last."""
        indexed = self._in_force(cycle, on)
        return indexed.sectors if indexed else None

    def find(self, street_id: UUID | None, house: HouseNumber | None, cycle: Cycle, on: date) -> Found | Missing:
        """The rule that decides.

        Args:
            street_id: None for a street of the commune that its register does not know.
            house: None for a house without a number.
        """
        indexed = self._in_force(cycle, on)
        if indexed is None:
            return Missing(Why.NO_SECTORS)
        winner = indexed.winner(street_id, house)
        return Found(winner, indexed.sectors) if isinstance(winner, Winner) else Missing(winner)

    def _in_force(self, cycle: Cycle, on: date) -> "_Indexed | None":
        return next((each for each in reversed(self._sets.get(cycle, [])) if each.sectors.starts <= on), None)


class _Indexed:
    """A set, by street."""

    def __init__(self, sectors: SectorSet) -> None:
        self.sectors = sectors
        by_street: dict[UUID | None, list[Rule]] = defaultdict(list)
        for rule in sectors.rules:
            by_street[rule.street_id].append(rule)
        self._commune = _best(by_street.pop(None, []))
        self._streets = {street_id: _Street(rules) for street_id, rules in by_street.items()}

    def winner(self, street_id: UUID | None, house: HouseNumber | None) -> Winner | Why:
        street = self._streets.get(street_id)
        own = None if street is None else street.winner(house)
        if own is None and self._commune is None:
            if street_id is None:
                return Why.UNKNOWN_STREET
            return Why.NO_NUMBER if house is None and street is not None else Why.HOLE
        return own or self._commune or Why.HOLE


class _Street:
    """The rules of one street: each side cut into stretches on which one rule wins."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        exact_at = numbers_named_exactly(rules)
        self._stretches = {
            side: _Stretches([rule for rule in rules if rule.side.meets(side)], exact_at)
            for side in (Side.EVEN, Side.ODD)
        }
        self._without_number = _without_number([rule for rule in rules if rule.whole])

    def winner(self, house: HouseNumber | None) -> Winner | None:
        if house is None:
            return self._without_number
        return self._stretches[Side.ODD if house.number % 2 else Side.EVEN].winner(house.position)


class _Stretches:
    """A side of a street from its beginning to its end, cut wherever a rule starts or stops."""

    def __init__(self, rules: Sequence[Rule], exact_at: set[int]) -> None:
        spans = sorted(
            (_start(rule), (rule.stop(exact_at), 1), rule.specificity, place) for place, rule in enumerate(rules)
        )
        self._cuts = sorted({span[0] for span in spans} | {span[1] for span in spans})
        self._winners: list[Winner | None] = []
        stopping: dict[_Place, list[str]] = defaultdict(list)
        open_schools: Counter[str] = Counter()
        heap: list[tuple[tuple[int | str, ...], int, _Place]] = []
        coming = iter(spans)
        span = next(coming, None)
        for cut in self._cuts:
            for uai in stopping.pop(cut, ()):
                open_schools[uai] -= 1
            while span is not None and span[0] == cut:
                _, stop, specificity, place = span
                if stop > cut:
                    heappush(heap, (specificity, place, stop))
                    open_schools[rules[place].uai] += 1
                    stopping[stop].append(rules[place].uai)
                span = next(coming, None)
            while heap and heap[0][2] <= cut:
                heappop(heap)
            open_schools = +open_schools
            self._winners.append(Winner(rules[heap[0][1]], len(open_schools) > 1) if heap else None)

    def winner(self, position: Position) -> Winner | None:
        stretch = bisect_right(self._cuts, (position, 0)) - 1
        return self._winners[stretch] if stretch >= 0 else None


def _start(rule: Rule) -> _Place:
    return _BEGINNING if rule.first is None else (rule.first.position, 0)


def _best(rules: Sequence[Rule]) -> Winner | None:
    if not rules:
        return None
    return Winner(min(rules, key=lambda rule: rule.specificity), len({rule.uai for rule in rules}) > 1)


def _without_number(whole: Sequence[Rule]) -> Winner | None:
    """A house without a number: what both sides of the street agree about."""
    even, odd = (_best([rule for rule in whole if rule.side.meets(side)]) for side in (Side.EVEN, Side.ODD))
    if even is None or odd is None or even.rule.uai != odd.rule.uai:
        return None
    return Winner(even.rule, even.contested or odd.contested)
