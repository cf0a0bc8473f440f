"""What a check of sectors found, in rows that a person or a program reads."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from services.schooling.domain.level import Cycle
from services.schooling.domain.sector import Rule
from services.schooling.domain.sector_check import Hole, Overlap
from services.schooling.domain.streets import KnownAddress, StreetRegister

_SIDES = {"both": "", "even": " even", "odd": " odd"}


def overlap_row(cycle: Cycle, overlap: Overlap, register: StreetRegister) -> dict[str, Any]:
    """Which two rules, and which of them stands."""
    street = overlap.stands.street_id or overlap.yields.street_id
    return {
        "cycle": cycle.value,
        "street": _name(street, register),
        "stands": _numbers(overlap.stands),
        "school": overlap.stands.uai,
        "line": overlap.stands.line,
        "yields": _numbers(overlap.yields),
        "other_school": overlap.yields.uai,
        "other_line": overlap.yields.line,
    }


def hole_row(cycle: Cycle, hole: Hole, register: StreetRegister) -> dict[str, Any]:
    """The numbers of one street; those without a number count as 0."""
    return {
        "cycle": cycle.value,
        "street": _name(hole.street_id, register),
        "why": hole.why.value,
        "addresses": len(hole.addresses),
        "numbers": ", ".join(_written(hole.addresses)),
    }


def _written(addresses: Iterable[KnownAddress]) -> list[str]:
    return [str(address.house) if address.house else "0" for address in addresses]


def _numbers(rule: Rule) -> str:
    if rule.street_id is None:
        return "the whole commune"
    if rule.whole:
        return f"all{_SIDES[rule.side]}"
    return f"{rule.first or 'start'} to {rule.last or 'end'}{_SIDES[rule.side]}"


def _name(street_id: UUID | None, register: StreetRegister) -> str:
    street = register.with_id(street_id) if street_id else None
    return street.name if street else "(no longer in the register)" if street_id else "(the whole commune)"
