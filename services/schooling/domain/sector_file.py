"""What a line of a map of sectors says, and the rule it becomes where the commune knows its street and its school."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from services.schooling.domain.house_number import HouseNumber
from services.schooling.domain.level import Cycle
from services.schooling.domain.school import School
from services.schooling.domain.sector import Rule, Side
from services.schooling.domain.streets import Street, StreetRegister


@dataclass(frozen=True)
class SectorLine:
    """`street` is a street or a lieu-dit as the file writes it, None where one school takes the whole commune."""

    line: int
    street: str | None
    first: HouseNumber | None
    last: HouseNumber | None
    side: Side
    uai: str


class RefusedFor(StrEnum):
    """Why a line becomes no rule."""

    UNKNOWN_SCHOOL = "unknown-school"
    CLOSED_SCHOOL = "closed-school"
    WRONG_CYCLE = "wrong-cycle"
    UNKNOWN_STREET = "unknown-street"
    NO_NUMBERS = "no-numbers"


@dataclass(frozen=True)
class Refusal:
    """`reason` is a code: of `RefusedFor`, or of what reads the file."""

    line: int
    reason: str


@dataclass(frozen=True)
class KnownSchools:
    """Those of the commune, by UAI; of a closed one the name is still known."""

    open: Mapping[str, School]
    closed: Mapping[str, str] = field(default_factory=dict)

    def refuse(self, uai: str, cycle: Cycle) -> RefusedFor | None:
        if uai in self.closed:
            return RefusedFor.CLOSED_SCHOOL
        if uai not in self.open:
            return RefusedFor.UNKNOWN_SCHOOL
        return None if self.open[uai].teaches(cycle) else RefusedFor.WRONG_CYCLE


def rules_of(
    lines: Iterable[SectorLine], register: StreetRegister, schools: KnownSchools, cycle: Cycle
) -> tuple[list[Rule], list[Refusal]]:
    """The rules in the order of the lines, each once, and the lines that become none."""
    rules: dict[tuple[object, ...], Rule] = {}
    refusals: list[Refusal] = []
    for line in lines:
        made = _rules(line, register, schools, cycle)
        if isinstance(made, RefusedFor):
            refusals.append(Refusal(line.line, made))
        else:
            for rule in made:
                rules.setdefault(substance(rule), rule)
    return list(rules.values()), refusals


def substance(rule: Rule) -> tuple[object, ...]:
    """What a rule says, wherever it stands in a file."""
    return (rule.street_id, rule.first, rule.last, rule.side, rule.uai)


def _rules(line: SectorLine, register: StreetRegister, schools: KnownSchools, cycle: Cycle) -> list[Rule] | RefusedFor:
    if refused := schools.refuse(line.uai, cycle):
        return refused
    if line.street is None:
        return [Rule(None, None, None, Side.BOTH, line.uai, line.line)]
    streets: list[Street] = register.all_named(line.street)
    if not streets:
        return RefusedFor.UNKNOWN_STREET
    rules = [Rule.between(street.id, line.first, line.last, line.side, line.uai, line.line) for street in streets]
    return RefusedFor.NO_NUMBERS if rules[0].empty else rules
