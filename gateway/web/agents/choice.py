"""What an agent chose for an item: read from a form, or from what household holds."""

import hashlib
from dataclasses import dataclass
from typing import Any

from gateway.clients.household import Decision
from gateway.edge.forms import Form

KINDS = frozenset({"accept", "refuse", "waive"})


@dataclass(frozen=True)
class Choice:
    """One item's inputs. `decision` is empty while nothing is chosen; only a refusal has a reason.

    Attributes:
        comment: of a refusal, for the family; of a waiver, why.
    """

    decision: str = ""
    reason: str = ""
    comment: str = ""

    @classmethod
    def of(cls, decided: Decision | None) -> "Choice":
        if decided is None:
            return cls()
        return cls(decided["decision"], decided["reason_code"] or "", decided["comment"] or "")

    @classmethod
    def posted(cls, form: Form, key: str) -> "Choice":
        """What belongs to another choice than the one made is left: its inputs are out of sight."""
        decision = form.text(f"decision:{key}")
        if decision == "refuse":
            return cls(decision, form.text(f"reason:{key}"), form.text(f"comment:{key}").strip())
        if decision == "waive":
            return cls(decision, comment=form.text(f"waiver:{key}").strip())
        return cls(decision) if decision in KINDS else cls()

    @property
    def mark(self) -> str:
        """Eight hexadecimal digits that stand for it; `-` for nothing chosen."""
        if not self.decision:
            return "-"
        return hashlib.sha256(repr((self.decision, self.reason, self.comment)).encode()).hexdigest()[:8]

    def body(self) -> dict[str, Any]:
        """As household takes it."""
        chosen: dict[str, Any] = {"decision": self.decision, "comment": self.comment or None}
        if self.decision == "refuse":
            chosen["reason_code"] = self.reason or None
        return chosen
