"""An item of a submission: one thing to decide, and the decision."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from libs.domain.errors import FieldError, Invalid
from services.household.domain.checking import Value
from services.household.domain.errors import DocumentInfected, ScanPending
from services.household.domain.ids import AgentId, DocumentId, ItemKey
from services.household.domain.pieces import Document, PaperDate, Scan
from services.household.domain.refusal_reasons import RefusalReason


class DecisionKind(StrEnum):
    """A waiver is for pieces: the town does without the paper, or takes it as it is."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    WAIVE = "waive"


@dataclass(frozen=True)
class Decision:
    """What is decided; the reason and the comment are what the family will read."""

    kind: DecisionKind
    reason: RefusalReason | None = None
    comment: str | None = None


@dataclass(frozen=True)
class Decided:
    """A decision as it was taken. The reason's wording is kept: the catalogue may change.

    Attributes:
        by: None when the scanner's verdict decided.
    """

    kind: DecisionKind
    reason_code: str | None
    reason_label: str | None
    comment: str | None
    by: AgentId | None
    at: datetime


@dataclass
class Item:
    """One thing to decide: a field with its old and new value, or a piece with its files.

    Attributes:
        piece_label: the piece's name in plain French; None for a field.
        old_documents: the files that the town accepted before.
        paper_date: which date the paper bears; None where none is asked.
    """

    key: ItemKey
    required: bool
    old: Value = None
    new: Value = None
    piece_label: str | None = None
    documents: dict[DocumentId, Document] = field(default_factory=dict)
    old_documents: tuple[DocumentId, ...] = ()
    decision: Decided | None = None
    paper_date: PaperDate | None = None

    @property
    def infected(self) -> bool:
        return any(document.scan is Scan.INFECTED for document in self.documents.values())

    @property
    def refused(self) -> bool:
        return self.decision is not None and self.decision.kind is DecisionKind.REFUSE

    @property
    def reason_label(self) -> str:
        """In plain French; empty unless refused."""
        return (self.decision.reason_label if self.decision else None) or ""

    @property
    def comment(self) -> str | None:
        return self.decision.comment if self.decision else None

    def require_acceptable(self) -> None:
        """Raises DocumentInfected, ScanPending."""
        if self.infected:
            raise DocumentInfected
        if any(document.scan is Scan.PENDING for document in self.documents.values()):
            raise ScanPending

    def require_allowed(self, decision: Decision) -> None:
        """Raises Invalid, DocumentInfected, ScanPending."""
        if decision.kind is DecisionKind.ACCEPT:
            self.require_acceptable()
        elif decision.kind is DecisionKind.REFUSE:
            self._require_reason(decision.reason)
        elif not self.key.piece:
            raise Invalid(errors=[FieldError("decision", "not-a-piece")])
        elif not decision.comment:
            raise Invalid(errors=[FieldError("comment", "comment-required")])

    def _require_reason(self, reason: RefusalReason | None) -> None:
        if reason is None:
            raise Invalid(errors=[FieldError("reason_code", "reason-required")])
        if not reason.applies(self.key):
            raise Invalid(errors=[FieldError("reason_code", "reason-not-applicable")])


def decided(decision: Decision, by: AgentId | None, at: datetime) -> Decided:
    if decision.kind is DecisionKind.REFUSE and decision.reason:
        return Decided(decision.kind, decision.reason.code, decision.reason.label, decision.comment, by, at)
    return Decided(decision.kind, None, None, decision.comment, by, at)
