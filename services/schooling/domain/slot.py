"""A slot: a moment that a head of school keeps for one family."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True)
class SlotSchool:
    """Where the family goes, and whom it calls."""

    uai: str
    name: str = ""
    address: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class Slot:
    """Published whole; what changes is cancelled and published anew.

    Attributes:
        starts_at: UTC.
        place: where in the school, as the family reads it.
        cancelled: no family can take it any more.
    """

    id: UUID
    school: SlotSchool
    starts_at: datetime
    minutes: int
    place: str
    cancelled: bool = False

    @property
    def uai(self) -> str:
        return self.school.uai

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    def overlaps(self, other: "Slot") -> bool:
        """Whether one head could not hold both."""
        return self.uai == other.uai and self.starts_at < other.ends_at and other.starts_at < self.ends_at
