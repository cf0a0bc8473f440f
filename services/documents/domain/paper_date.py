"""The date of a paper: which one is asked, whether what was typed will do, and until when the paper counts."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

_TYPED = re.compile(r"(\d{1,2}) ?[/\-. ] ?(\d{1,2}) ?[/\-. ] ?(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
LONGEST = 40
"""Characters that are kept of what was typed."""
_OLDEST_YEARS = 120
_FARTHEST_YEARS = 25
# A paper written for the next school year is written from June on, before the long holidays.
_NEXT_YEAR_FROM = 6
_LAST_DAY = (8, 31)


class Asks(StrEnum):
    """Which date stands beside the files."""

    ISSUED = "issued"
    EXPIRES = "expires"


class Counts(StrEnum):
    """Until when an issued paper counts."""

    ALWAYS = "always"
    SCHOOL_YEAR = "school_year"


class OnExpiry(StrEnum):
    """What follows when a paper expires."""

    REMIND = "remind"
    ASK_AGAIN = "ask_again"


class RefusedDate(Exception):
    """The date will not do: a stable code, and what a message needs."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class DateRule:
    """What the commune says of the date of one kind of paper.

    Attributes:
        fresh_months: how old an issued paper may be when it is handed in.
        at_creation: asked while a family is created too.
    """

    asks: Asks
    required: bool = True
    at_creation: bool = False
    fresh_months: int | None = None
    counts: Counts = Counts.ALWAYS
    on_expiry: OnExpiry | None = None

    def check(self, typed: str, today: date) -> date:
        """The day that was typed, JJ/MM/AAAA (ISO passes too), if the paper will do today. Raises RefusedDate."""
        day = _day(" ".join(typed.split()))
        if self.asks is Asks.EXPIRES:
            if day < today:
                raise RefusedDate("paper-expired")
            if day.year > today.year + _FARTHEST_YEARS:
                raise RefusedDate("paper-date-too-far")
            return day
        if day > today:
            raise RefusedDate("paper-date-in-future")
        if self.fresh_months is not None and day < months_before(today, self.fresh_months):
            raise RefusedDate("paper-too-old", months=self.fresh_months)
        if day.year < today.year - _OLDEST_YEARS:
            raise RefusedDate("date-too-old")
        return day

    def expires_on(self, day: date) -> date | None:
        """The last day on which a paper of that date counts; None: it counts for good."""
        if self.asks is Asks.EXPIRES:
            return day
        return end_of_school_year(day) if self.counts is Counts.SCHOOL_YEAR else None


@dataclass(frozen=True)
class Dating:
    """The date of the paper in one slot, when it is handed in.

    Attributes:
        problem: code of what keeps it from being handed in; empty when nothing does.
        params: what a message about the problem needs.
    """

    rule: DateRule
    day: date | None = None
    expires_on: date | None = None
    problem: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)


def date_of(rule: DateRule, typed: str, today: date, *, required: bool) -> Dating:
    """What was typed, looked at on the day of handing in: a date that would do when it was typed may be too old now."""
    if not typed.strip():
        return Dating(rule, problem="paper-date-missing" if required else "")
    try:
        day = rule.check(typed, today)
    except RefusedDate as refused:
        return Dating(rule, problem=refused.code, params=refused.params)
    return Dating(rule, day, rule.expires_on(day))


def end_of_school_year(day: date) -> date:
    """Of the school year for which a paper of that day is written."""
    return date(day.year + 1 if day.month >= _NEXT_YEAR_FROM else day.year, *_LAST_DAY)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(typed: str) -> date:
    if found := _TYPED.fullmatch(typed):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(typed):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise RefusedDate("date-format")
    try:
        return date(year, month, day)
    except ValueError:
        raise RefusedDate("date-impossible") from None
