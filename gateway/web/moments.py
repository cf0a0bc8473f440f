"""Dates, times and sizes as the screen shows them: Paris, JJ/MM/AAAA."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def today() -> date:
    """The day it is in Paris."""
    return datetime.now(PARIS).date()


def day(value: str | date | None) -> str:
    """`2021-05-02` -> `02/05/2021`; a text that is no ISO date stays as it was typed."""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if value and _ISO_DAY.fullmatch(value):
        return "/".join(reversed(value.split("-")))
    return value or ""


def paris_day(value: str) -> date:
    """The day that an instant, ISO 8601, has in Paris."""
    return datetime.fromisoformat(value).astimezone(PARIS).date()


def moment(value: str) -> str:
    """`2026-11-23T13:05:00Z` -> `23/11/2026 à 14 h 05`."""
    local = datetime.fromisoformat(value).astimezone(PARIS)
    return f"{local:%d/%m/%Y} à {local.hour} h {local:%M}"


def size(number: int) -> str:
    """`1 258 291` bytes -> `1,2 Mo`."""
    if number < 1024 * 1024:
        return f"{max(1, round(number / 1024))} Ko"
    return f"{number / (1024 * 1024):.1f}".replace(".", ",") + " Mo"


def waiting(seconds: int) -> str:
    """`90` -> `2 minutes`: never less than what is asked."""
    if seconds <= 60:
        return f"{max(1, seconds)} seconde{'s' if seconds > 1 else ''}"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes > 1 else "1 minute"
