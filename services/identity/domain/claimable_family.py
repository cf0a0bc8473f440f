"""A family that the town knew before any account of its own: imported, or written at the counter."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from libs.domain.aggregate import Aggregate
from services.identity.domain.account import Family
from services.identity.domain.events import ClaimOffered, FamilyGivenUp


@dataclass(frozen=True)
class Claim:
    """A registration that a code opened: whose, and what is stored of the code."""

    family: Family
    code_hash: bytes


@dataclass
class ClaimableFamily(Aggregate):
    """`email`: where the town writes to it, None when it does not know."""

    id: UUID
    code: str
    email: str | None

    def offer(self, claim_code: str, email: str, expires_at: datetime) -> None:
        """Have the code mailed."""
        self.record(ClaimOffered(self.id, self.code, email, claim_code, expires_at=expires_at))

    def give_up(self, at: datetime) -> None:
        """Nobody came back in time: whoever holds something of the family lets it go."""
        self.record(FamilyGivenUp(self.id, at))
