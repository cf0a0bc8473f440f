"""A school of the commune, as the town lists it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The years of nursery and primary school, in their order."""

    TPS = "TPS"
    PS = "PS"
    MS = "MS"
    GS = "GS"
    CP = "CP"
    CE1 = "CE1"
    CE2 = "CE2"
    CM1 = "CM1"
    CM2 = "CM2"


def in_order(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Each level once, in the order of the school years."""
    return tuple(level for level in Level if level in levels)


class SchoolKind(StrEnum):
    MATERNELLE = "maternelle"
    ELEMENTAIRE = "elementaire"
    PRIMAIRE = "primaire"


@dataclass(frozen=True)
class School:
    """`uai` is the national identifier: seven digits and a letter."""

    uai: str
    name: str
    kind: SchoolKind
    address: str
    telephone: str
    levels: tuple[Level, ...]
