"""Slots as a page shows them: by day, in the town's time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from gateway.web.moments import PARIS
from libs.french.days import weekday_and_day


class _Starting(Protocol):
    def __getitem__(self, name: str, /) -> object: ...


S = TypeVar("S", bound=_Starting)


@dataclass(frozen=True)
class Hour(Generic[S]):
    """`at`: `16 h 30`."""

    at: str
    slot: S


@dataclass
class Day(Generic[S]):
    """`name`: `lundi 30 novembre 2026`; `iso`: `2026-11-30`."""

    name: str
    iso: str
    hours: list[Hour[S]] = field(default_factory=list)


def by_day(slots: Iterable[S]) -> list[Day[S]]:
    """Days that have slots; the slots come in order."""
    days: dict[str, Day[S]] = {}
    for slot in slots:
        local = _local(str(slot["starts_at"]))
        iso = local.date().isoformat()
        day = days.setdefault(iso, Day(weekday_and_day(local.date()), iso))
        day.hours.append(Hour(_hour(local), slot))
    return list(days.values())


def when(starts_at: str) -> str:
    """`lundi 30 novembre 2026 à 16 h 30`."""
    local = _local(starts_at)
    return f"{weekday_and_day(local.date())} à {_hour(local)}"


def _local(starts_at: str) -> datetime:
    return datetime.fromisoformat(starts_at).astimezone(PARIS)


def _hour(local: datetime) -> str:
    return f"{local.hour} h {local:%M}"
