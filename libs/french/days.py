"""Days in words."""

from datetime import date

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def long_day(value: date) -> str:
    """`1er septembre 2026`."""
    return f"{'1er' if value.day == 1 else value.day} {_MONTHS[value.month - 1]} {value.year}"


def weekday_and_day(value: date) -> str:
    """`mardi 1er septembre 2026`."""
    return f"{_WEEKDAYS[value.weekday()]} {long_day(value)}"
