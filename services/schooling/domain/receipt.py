"""What a family learns on deposit: what the town's silence means and from when (R112-11-1 CRPA)."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

_PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class SilenceRule:
    """A setting of the town, with its legal basis. `accepted`: silence means that the request is accepted."""

    accepted: bool
    months: int
    legal_basis: str


@dataclass(frozen=True)
class Silence:
    """What the silence on one request means from a day on, as it was when the request was made."""

    accepted: bool
    on: date
    legal_basis: str


def silence_after(received_at: datetime, rule: SilenceRule) -> Silence:
    """From the same day so many months later, or the last day of a shorter month."""
    received = received_at.astimezone(_PARIS).date()
    month = received.month - 1 + rule.months
    year, month = received.year + month // 12, month % 12 + 1
    day = min(received.day, calendar.monthrange(year, month)[1])
    return Silence(rule.accepted, date(year, month, day), rule.legal_basis)


@dataclass(frozen=True)
class ProcedureRules:
    """What the town set for the procedure.

    Attributes:
        silence: by kind of request.
        warn_days: how long before the silence means something agents are warned.
        reassignment_days: how long a family has to answer a proposal.
        reassignment_reminder_days: how long before the end of that time it is reminded.
        newcomer_pieces: the codes of the papers that a newcomer may bring.
    """

    silence: dict[str, SilenceRule]
    warn_days: int
    reassignment_days: int
    reassignment_reminder_days: int
    remedies: tuple[str, ...]
    newcomer_pieces: frozenset[str]
