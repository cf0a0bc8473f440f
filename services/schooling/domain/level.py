"""The years of nursery and primary school, and which of them a child enters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from libs.french.levels import LEVEL_NAMES
from services.schooling.domain.french_days import in_words


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


class Cycle(StrEnum):
    """The two schools of a childhood: each has its own sectors."""

    MATERNELLE = "maternelle"
    ELEMENTAIRE = "elementaire"


class Fit(StrEnum):
    """Whether there is a level for a child in a school year."""

    FITS = "fits"
    TOO_YOUNG = "too-young"
    TOO_OLD = "too-old"


@dataclass(frozen=True)
class LevelAnswer:
    """`level` is None unless the child `fits`; `explanation` is a French sentence for the parents."""

    fit: Fit
    level: Level | None
    explanation: str


_NURSERY = (Level.TPS, Level.PS, Level.MS, Level.GS)
FIRST_YEARS = (Level.TPS, Level.PS)
"""Nobody was at school the year before, or in a school of the commune by chance only."""
_YEARS = dict(enumerate(Level, start=2))  # school year - year of birth


def in_order(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Each level once, in the order of the school years."""
    return tuple(level for level in Level if level in levels)


def cycle_of(level: Level) -> Cycle:
    """Which sectors decide about a level."""
    return Cycle.MATERNELLE if level in _NURSERY else Cycle.ELEMENTAIRE


def level_for(birth_date: date, school_year: int, rentree: date) -> LevelAnswer:
    """The level by the year of birth alone; TPS also asks that the child be two on the day of the rentrée (D113-1).

    A maintien, a saut or a school's own order is no affair of this rule: the town records them.

    Args:
        school_year: 2026 for 2026/2027.
        rentree: the first day of that school year.

    Raises:
        ValueError: the rentrée lies in another year.
    """
    if rentree.year != school_year:
        raise ValueError(f"the rentrée of {school_year} cannot be on {rentree}")
    born, years = birth_date.year, school_year - birth_date.year
    level = _YEARS.get(years)
    if level is Level.TPS:
        return _smallest(birth_date, rentree)
    if level is not None:
        sentence = f"Les enfants nés en {born} entrent en {LEVEL_NAMES[level]} à la rentrée {school_year}."
        return LevelAnswer(Fit.FITS, level, sentence)
    if years > max(_YEARS):
        sentence = f"À la rentrée {school_year}, les enfants nés en {born} ont l'âge du collège, ou davantage."
        return LevelAnswer(Fit.TOO_OLD, None, sentence)
    sentence = f"À la rentrée {school_year}, les enfants nés en {born} sont trop jeunes pour entrer à l'école."
    return LevelAnswer(Fit.TOO_YOUNG, None, sentence)


def _smallest(birth_date: date, rentree: date) -> LevelAnswer:
    if (birth_date.month, birth_date.day) <= (rentree.month, rentree.day):
        sentence = (
            f"Votre enfant a deux ans le jour de la rentrée, le {in_words(rentree)} : il peut entrer en "
            f"{LEVEL_NAMES[Level.TPS]}, dans une école qui l'ouvre et selon les places."
        )
        return LevelAnswer(Fit.FITS, Level.TPS, sentence)
    sentence = (
        f"Votre enfant n'a pas encore deux ans le jour de la rentrée, le {in_words(rentree)} : "
        f"il est trop jeune pour la {LEVEL_NAMES[Level.TPS]}."
    )
    return LevelAnswer(Fit.TOO_YOUNG, None, sentence)


def compulsory_from(birth_date: date) -> date:
    """The first day of the September from which school is compulsory: of the year in which the child turns three.

    Source: article L131-5 of the code de l'éducation.
    """
    return date(birth_date.year + 3, 9, 1)
