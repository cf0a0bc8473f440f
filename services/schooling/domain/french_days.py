"""Days and school years as French sentences name them."""

from datetime import date

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def in_words(day: date) -> str:
    """`1er septembre 2026`."""
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"


def year_in_words(school_year: int) -> str:
    """`2026/2027`."""
    return f"{school_year}/{school_year + 1}"


def month_of(day: date) -> str:
    """`mai`."""
    return _MONTHS[day.month - 1]
