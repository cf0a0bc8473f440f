"""Régulation: the school is full, the town proposes another one, the family answers in time. Not a dérogation."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class ProposalOutcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken-back"


def reminder_at(at: datetime, until: datetime, days: int) -> datetime:
    """`days` before the end of the family's time, and never before half of it has gone by."""
    return max(until - timedelta(days=days), at + (until - at) / 2)


@dataclass(frozen=True)
class Proposal:
    """Another school, and how long the family has to answer; instants are by the database's clock.

    Attributes:
        until: the first instant at which it can be answered no more.
        remind_at: from when on the family is to be reminded; None: it was, or need not be.
    """

    uai: str
    comment: str | None
    by: UUID
    at: datetime
    until: datetime
    remind_at: datetime | None = None
    outcome: ProposalOutcome | None = None
    closed_at: datetime | None = None

    @property
    def pending(self) -> bool:
        return self.outcome is None

    def closed(self, outcome: ProposalOutcome, at: datetime) -> "Proposal":
        return replace(self, outcome=outcome, closed_at=at, remind_at=None)

    def reminded(self) -> "Proposal":
        return replace(self, remind_at=None)
