"""What is wrong with a set of sectors: addresses that two schools claim, and addresses that none does."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.schooling.domain.level import Cycle
from services.schooling.domain.sector import Rule, SectorSet, overlap
from services.schooling.domain.sector_map import Missing, SectorMap, Why
from services.schooling.domain.streets import KnownAddress


@dataclass(frozen=True)
class Overlap:
    """Two rules for other schools that take the same addresses; `stands` is the more specific one."""

    stands: Rule
    yields: Rule


@dataclass(frozen=True)
class Hole:
    """Known addresses of one street without a sector school, in the order of their numbers."""

    street_id: UUID
    why: Why
    addresses: tuple[KnownAddress, ...]


def overlaps(sectors: SectorSet) -> list[Overlap]:
    """Each pair once, street by street."""
    by_street: dict[UUID | None, list[Rule]] = defaultdict(list)
    for rule in sectors.rules:
        by_street[rule.street_id].append(rule)
    commune = by_street.pop(None, [])
    found = [pair for rules in by_street.values() for pair in _pairs(rules)]
    found += [
        (one, other) for one in commune for rules in by_street.values() for other in rules if one.uai != other.uai
    ]
    found += _pairs(commune)
    return [Overlap(*sorted(pair, key=lambda rule: rule.specificity)) for pair in found]


def _pairs(rules: Iterable[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Sweeps the street once: a rule is compared with those that it starts inside of."""
    open_rules: list[Rule] = []
    for rule in sorted(rules, key=lambda each: each.first.position if each.first else ()):
        start = rule.first.position if rule.first else None
        open_rules = [each for each in open_rules if each.last is None or start is None or each.last.position >= start]
        yield from ((each, rule) for each in open_rules if each.uai != rule.uai and overlap(each, rule))
        open_rules.append(rule)


def holes(sectors: SectorMap, addresses: Iterable[KnownAddress], cycle: Cycle, on: date) -> list[Hole]:
    """The addresses that the town has and no rule takes."""
    missed: dict[tuple[UUID, Why], list[KnownAddress]] = defaultdict(list)
    for address in addresses:
        found = sectors.find(address.street_id, address.house, cycle, on)
        if isinstance(found, Missing):
            missed[address.street_id, found.why].append(address)
    return [
        Hole(street_id, why, tuple(sorted(each, key=lambda address: address.house.position if address.house else ())))
        for (street_id, why), each in missed.items()
    ]
