"""Who acts on what both homes of a child share, and how the history of each home names them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

_KIOSK = "service:schooling"


@dataclass(frozen=True)
class Act:
    """One person's act.

    Attributes:
        by: as audit rows name who acts.
        family_id: the home that acts; None: the town does.
    """

    at: datetime
    by: str
    family_id: UUID | None = None

    def as_told_to(self, family_id: UUID | None) -> str:
        """The actor of a row that this home reads: of what its child's other home did it hears from the kiosk."""
        return self.by if self.family_id in (None, family_id) else _KIOSK
