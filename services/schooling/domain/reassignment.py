"""Régulation: the school is full, the town proposes another one, the family answers in time. Not a dérogation."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ProposalOutcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken-back"


@dataclass(frozen=True)
class Proposal:
    """`until`: the first instant at which it can be answered no more, by the database's clock."""

    uai: str
    comment: str | None
    by: UUID
    at: datetime
    until: datetime
    outcome: ProposalOutcome | None = None
    closed_at: datetime | None = None

    @property
    def pending(self) -> bool:
        return self.outcome is None

    def closed(self, outcome: ProposalOutcome, at: datetime) -> "Proposal":
        return replace(self, outcome=outcome, closed_at=at)
