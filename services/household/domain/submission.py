"""A submission: what a family asked for in one go, and what the town decided, item by item."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from libs.domain.aggregate import Aggregate
from services.household.domain.errors import (
    AlreadyConcluded,
    ItemsUndecided,
    SubmissionOpened,
    SubmissionTakenBack,
    UnknownItem,
)
from services.household.domain.events import ItemRefused, SubmissionConcluded, SubmissionMade, SubmissionWithdrawn
from services.household.domain.ids import AgentId, DocumentId, FamilyId, ItemKey, RecordKey, SubmissionId
from services.household.domain.item import Decision, DecisionKind, Item, decided
from services.household.domain.pieces import Scan
from services.household.domain.refusal_reasons import RefusalReason


class SubmissionKind(StrEnum):
    """The one that comes with a new family, or a later one."""

    REGISTRATION = "registration"
    CHANGE = "change"


@dataclass
class Submission(Aggregate):
    """The aggregate.

    Attributes:
        record_names: whose each record is, as the family wrote it when it handed in; empty for the family's own.
        declarations: when the family declared each record exact.
        concluded_at: None while the town decides.
        opened_at: when an agent first opened the file; the family takes it back until then, and no longer.
        withdrawn_at: when the family took it back; nobody decides on it then.
    """

    id: SubmissionId
    family_id: FamilyId
    kind: SubmissionKind
    made_at: datetime
    items: dict[ItemKey, Item]
    record_names: Mapping[RecordKey, str]
    declarations: Mapping[RecordKey, datetime] = field(default_factory=dict)
    concluded_at: datetime | None = None
    concluded_by: AgentId | None = None
    opened_at: datetime | None = None
    opened_by: AgentId | None = None
    withdrawn_at: datetime | None = None

    def announce(self) -> None:
        """Say that it was made, with every file that must stay from now on."""
        self.record(SubmissionMade(self.id, self.family_id, self.documents, self.made_at))

    @property
    def documents(self) -> tuple[DocumentId, ...]:
        """Every file that it holds."""
        return tuple(document for item in self.items.values() for document in item.documents)

    @property
    def records(self) -> list[RecordKey]:
        """The records it touches, in order."""
        return list(dict.fromkeys(key.record for key in self.items))

    def items_of(self, record: RecordKey) -> Iterator[Item]:
        return (item for key, item in self.items.items() if key.record == record)

    def open(self, by: AgentId, at: datetime) -> bool:
        """An agent looks into the file. Returns whether it is the first look. Raises SubmissionTakenBack."""
        self._require_kept()
        if self.opened_at is not None:
            return False
        self.opened_at, self.opened_by = at, by
        return True

    def withdraw(self, at: datetime) -> None:
        """« Reprendre ma demande ». Raises AlreadyConcluded, SubmissionOpened, SubmissionTakenBack."""
        self._require_open()
        if self.opened_at is not None:
            raise SubmissionOpened
        self.withdrawn_at = at
        self.record(SubmissionWithdrawn(self.id, self.family_id, self.documents, at))

    def decide(self, key: ItemKey, decision: Decision, by: AgentId, at: datetime) -> None:
        """Record the town's decision on one item; it can change until `conclude`.

        Raises:
            UnknownItem: the submission has no such item.
            AlreadyConcluded: the decisions are final.
            SubmissionTakenBack: nobody asks for it any more.
            Invalid: a refusal without a reason that applies, a waiver of a field or without a word.
            DocumentInfected, ScanPending: what nobody may open is not accepted.
        """
        item = self._open_item(key)
        item.require_allowed(decision)
        self.open(by, at)
        item.decision = decided(decision, by, at)

    def accept_rest(
        self, by: AgentId, at: datetime, *, among: Callable[[ItemKey], bool] = lambda _key: True
    ) -> list[ItemKey]:
        """Accept every item without a decision, or none.

        Args:
            among: which ones the agent may decide; the others stay as they are.

        Raises:
            AlreadyConcluded, SubmissionTakenBack, ScanPending
        """
        self._require_open()
        rest = [item for item in self.items.values() if item.decision is None and among(item.key)]
        for item in rest:
            item.require_acceptable()
        self.open(by, at)
        for item in rest:
            item.decision = decided(Decision(DecisionKind.ACCEPT), by, at)
        return [item.key for item in rest]

    def take_verdict(
        self, document_id: DocumentId, verdict: Scan, reason: RefusalReason, at: datetime
    ) -> list[ItemKey]:
        """The scanner spoke about a file: an infected one refuses its piece by itself, until the conclusion.

        Returns:
            The items refused by this verdict.
        """
        if self.concluded_at is not None or self.withdrawn_at is not None:
            return []
        refused = []
        for item in self.items.values():
            if document_id not in item.documents:
                continue
            item.documents[document_id] = item.documents[document_id].scanned(verdict)
            if item.infected and (item.decision is None or item.decision.kind is DecisionKind.ACCEPT):
                item.decision = decided(Decision(DecisionKind.REFUSE, reason), None, at)
                refused.append(item.key)
        return refused

    def conclude(self, by: AgentId, at: datetime) -> None:
        """Make the decisions final and tell the family.

        Raises:
            AlreadyConcluded, SubmissionTakenBack, ItemsUndecided
        """
        self._require_open()
        if undecided := sum(item.decision is None for item in self.items.values()):
            raise ItemsUndecided(undecided=undecided)
        self.open(by, at)
        self.concluded_at, self.concluded_by = at, by
        refused = tuple(self._refusal(item) for item in self.items.values() if item.refused)
        self.record(SubmissionConcluded(self.id, self.family_id, len(self.items) - len(refused), refused, at))

    def _refusal(self, item: Item) -> ItemRefused:
        name = self.record_names.get(item.key.record, "")
        return ItemRefused(item.key, item.piece_label, name, item.reason_label, item.comment, tuple(item.documents))

    def _open_item(self, key: ItemKey) -> Item:
        self._require_open()
        if key not in self.items:
            raise UnknownItem
        return self.items[key]

    def _require_open(self) -> None:
        self._require_kept()
        if self.concluded_at is not None:
            raise AlreadyConcluded

    def _require_kept(self) -> None:
        if self.withdrawn_at is not None:
            raise SubmissionTakenBack
