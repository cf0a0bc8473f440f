"""A submission: what a family asked for in one go, and what the town decided, item by item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from libs.domain.aggregate import Aggregate
from libs.domain.errors import FieldError, Invalid
from services.household.domain.checking import Value
from services.household.domain.errors import (
    AlreadyConcluded,
    DocumentInfected,
    ItemsUndecided,
    ScanPending,
    UnknownItem,
)
from services.household.domain.events import ItemRefused, SubmissionConcluded, SubmissionMade
from services.household.domain.ids import AgentId, DocumentId, FamilyId, ItemKey, RecordKey, SubmissionId
from services.household.domain.pieces import Document, Scan
from services.household.domain.refusal_reasons import RefusalReason


class SubmissionKind(StrEnum):
    """The one that comes with a new family, or a later one."""

    REGISTRATION = "registration"
    CHANGE = "change"


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
    """

    key: ItemKey
    required: bool
    old: Value = None
    new: Value = None
    piece_label: str | None = None
    documents: dict[DocumentId, Document] = field(default_factory=dict)
    old_documents: tuple[DocumentId, ...] = ()
    decision: Decided | None = None

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


@dataclass
class Submission(Aggregate):
    """The aggregate.

    Attributes:
        record_names: whose each record is, as the family wrote it when it handed in; empty for the family's own.
        concluded_at: None while the town decides.
    """

    id: SubmissionId
    family_id: FamilyId
    kind: SubmissionKind
    made_at: datetime
    items: dict[ItemKey, Item]
    record_names: Mapping[RecordKey, str]
    concluded_at: datetime | None = None
    concluded_by: AgentId | None = None

    def announce(self) -> None:
        """Say that it was made, with every file that must stay from now on."""
        documents = tuple(document for item in self.items.values() for document in item.documents)
        self.record(SubmissionMade(self.id, self.family_id, documents, self.made_at))

    @property
    def records(self) -> list[RecordKey]:
        """The records it touches, in order."""
        return list(dict.fromkeys(key.record for key in self.items))

    def items_of(self, record: RecordKey) -> Iterator[Item]:
        return (item for key, item in self.items.items() if key.record == record)

    def decide(self, key: ItemKey, decision: Decision, by: AgentId, at: datetime) -> None:
        """Record the town's decision on one item; it can change until `conclude`.

        Raises:
            UnknownItem: the submission has no such item.
            AlreadyConcluded: the decisions are final.
            Invalid: a refusal without a reason that applies, a waiver of a field or without a word.
            DocumentInfected, ScanPending: what nobody may open is not accepted.
        """
        item = self._open_item(key)
        item.require_allowed(decision)
        item.decision = _decided(decision, by, at)

    def accept_rest(self, by: AgentId, at: datetime) -> list[ItemKey]:
        """Accept every item without a decision, or none. Raises AlreadyConcluded, ScanPending."""
        self._require_open()
        rest = [item for item in self.items.values() if item.decision is None]
        for item in rest:
            item.require_acceptable()
        for item in rest:
            item.decision = _decided(Decision(DecisionKind.ACCEPT), by, at)
        return [item.key for item in rest]

    def take_verdict(
        self, document_id: DocumentId, verdict: Scan, reason: RefusalReason, at: datetime
    ) -> list[ItemKey]:
        """The scanner spoke about a file: an infected one refuses its piece by itself, until the conclusion.

        Returns:
            The items refused by this verdict.
        """
        if self.concluded_at is not None:
            return []
        refused = []
        for item in self.items.values():
            if document_id not in item.documents:
                continue
            item.documents[document_id] = item.documents[document_id].scanned(verdict)
            if item.infected and (item.decision is None or item.decision.kind is DecisionKind.ACCEPT):
                item.decision = _decided(Decision(DecisionKind.REFUSE, reason), None, at)
                refused.append(item.key)
        return refused

    def conclude(self, by: AgentId, at: datetime) -> None:
        """Make the decisions final and tell the family. Raises AlreadyConcluded, ItemsUndecided."""
        self._require_open()
        if undecided := sum(item.decision is None for item in self.items.values()):
            raise ItemsUndecided(undecided=undecided)
        self.concluded_at, self.concluded_by = at, by
        refused = tuple(self._refusal(item) for item in self.items.values() if item.refused)
        self.record(SubmissionConcluded(self.id, self.family_id, len(self.items) - len(refused), refused, at))

    def _refusal(self, item: Item) -> ItemRefused:
        name = self.record_names.get(item.key.record, "")
        return ItemRefused(item.key, item.piece_label, name, item.reason_label, item.comment)

    def _open_item(self, key: ItemKey) -> Item:
        self._require_open()
        if key not in self.items:
            raise UnknownItem
        return self.items[key]

    def _require_open(self) -> None:
        if self.concluded_at is not None:
            raise AlreadyConcluded


def _decided(decision: Decision, by: AgentId | None, at: datetime) -> Decided:
    if decision.kind is DecisionKind.REFUSE and decision.reason:
        return Decided(decision.kind, decision.reason.code, decision.reason.label, decision.comment, by, at)
    return Decided(decision.kind, None, None, decision.comment, by, at)
