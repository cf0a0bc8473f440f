"""The levels of school as a list shows them, with the year in which most of their pupils were born."""

from typing import NamedTuple


class _Level(NamedTuple):
    code: str
    name: str
    age: int


# Age reached in the calendar year of the rentrée; TPS is left out: it depends on places and on the day of birth.
_LEVELS = (
    _Level("PS", "Petite section", 3),
    _Level("MS", "Moyenne section", 4),
    _Level("GS", "Grande section", 5),
    _Level("CP", "CP", 6),
    _Level("CE1", "CE1", 7),
    _Level("CE2", "CE2", 8),
    _Level("CM1", "CM1", 9),
    _Level("CM2", "CM2", 10),
)


def level_options(school_year: int) -> dict[str, str]:
    """`{"PS": "Petite section (enfant né en 2023)", ...}` for the rentrée of that calendar year."""
    return {level.code: f"{level.name} (enfant né en {school_year - level.age})" for level in _LEVELS}
