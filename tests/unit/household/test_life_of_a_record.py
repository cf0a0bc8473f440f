"""A record's life, drawn at random: what the family does, what the town decides, what the scanner says."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from libs.domain.errors import DomainError, Invalid
from services.household.domain.checking import Circumstances, Value, Values
from services.household.domain.errors import AlreadyConcluded, NothingToSubmit, RecordIncomplete, RecordLocked
from services.household.domain.fields import FIELDS
from services.household.domain.handing_in import Desk, make_submission, settle
from services.household.domain.ids import (
    AdultId,
    AgentId,
    DocumentId,
    FamilyId,
    ItemKey,
    RecordKey,
    RecordKind,
    SubmissionId,
)
from services.household.domain.item import Decided, Decision, DecisionKind
from services.household.domain.lights import Light, standing
from services.household.domain.pieces import Document, Scan, Slot
from services.household.domain.record import Record
from services.household.domain.submission import Submission
from tests.fakes.household import CATALOGUE, ILLEGIBLE, MISMATCH, NOW, TOWN, VIRUS

FAMILY, AGENT = FamilyId(UUID(int=5)), AgentId(UUID(int=7))
ANNE = AdultId(UUID(int=11))
KEY = RecordKey(RecordKind.CHILD, UUID(int=6))
HERE = Circumstances(date(2026, 9, 1), TOWN, {}, (ANNE,))
GUARDIANS: Value = {"guardians": [str(ANNE)], "second_guardian": "none"}
TYPED: dict[str, st.SearchStrategy[Value]] = {
    "sex": st.sampled_from(["feminin", "masculin", "feminin", "masculin", None, "x"]),
    "last_name": st.sampled_from(["Martin", "Roux", "Martin", "Roux", "", "123"]),
    "first_name": st.sampled_from(["Lina", "Léna"]),
    "birth_date": st.sampled_from(["02/05/2021", "2020-01-01", "01/01/2020", "32/01/2020"]),
    "birth_place": st.sampled_from(["Nice", None]),
    "guardians": st.sampled_from([GUARDIANS, GUARDIANS, GUARDIANS, {"guardians": []}]),
}
PIECES = ("carnet", "pai")
REQUIRED_PIECES = ("carnet",)


class LifeOfARecord(RuleBasedStateMachine):
    """Keeps beside the aggregates what a plain observer would note, and compares."""

    def __init__(self) -> None:
        super().__init__()
        self.record = Record(FAMILY, KEY)
        self.all: dict[SubmissionId, Submission] = {}
        self.final: dict[SubmissionId, dict[ItemKey, Decided | None]] = {}
        # documents' side: what lies in each slot, and what was handed in last
        self.fresh: dict[str, list[Document]] = {}
        self.pinned: dict[str, list[Document]] = {}
        # the observer's notes
        self.written: Values = {}
        self.accepted: Values = {}
        self.piece_stands: dict[str, str] = {}

    @initialize(complete=st.sampled_from([True, True, True, False]))
    def begin(self, complete: bool) -> None:
        if complete:
            self._save(
                {
                    "sex": "feminin",
                    "last_name": "Martin",
                    "first_name": "Lina",
                    "birth_date": "02/05/2021",
                    "guardians": GUARDIANS,
                },
                checked=True,
            )
            self.joins("carnet", Scan.CLEAN)

    @rule(
        name=st.sampled_from(list(TYPED)),
        checked=st.booleans(),
        declared=st.sampled_from([True, True, True, None, False]),
        data=st.data(),
    )
    def writes(self, name: str, checked: bool, declared: bool | None, data: st.DataObject) -> None:
        self._save({name: data.draw(TYPED[name])}, checked=checked, declared=declared)

    def _save(self, typed: Values, *, checked: bool, declared: bool | None = True) -> None:
        before = dict(self.record.values)
        try:
            self.record.save(typed, self.record.version, HERE, NOW, checked=checked, declared=declared)
        except RecordLocked:
            assert self._open() is not None
            assert self.record.values == before
        except Invalid:
            assert checked
            assert self.record.values == before
        else:
            assert self._open() is None
            self.written |= {name: self.record.values[name] for name in typed}

    @rule(piece=st.sampled_from(PIECES), scan=st.sampled_from([Scan.CLEAN, Scan.CLEAN, Scan.PENDING]))
    def joins(self, piece: str, scan: Scan) -> None:
        self.fresh.setdefault(piece, []).append(Document(DocumentId(uuid4()), "0" * 64, 1, 1, scan))

    @rule()
    def terminates(self) -> None:
        slots = [
            Slot(
                str(KEY), piece, piece in REQUIRED_PIECES, tuple(self.fresh.get(piece) or self.pinned.get(piece) or ())
            )
            for piece in PIECES
        ]
        refused = set(self.record.refusals)
        values = dict(self.record.values)
        try:
            made = make_submission(SubmissionId(uuid4()), FAMILY, [self.record], Desk(slots, CATALOGUE, HERE), NOW)
        except NothingToSubmit:
            return
        except RecordIncomplete:
            return
        assert made.id not in self.all
        assert made.declarations == {KEY: NOW}, "nothing is handed in that was not declared exact"
        self.all[made.id] = made
        for key, item in made.items.items():
            if key.field:
                assert item.new != item.old
                assert item.old == self.accepted.get(key.field)
                assert item.new == values.get(key.field)
            else:
                assert item.documents
                assert self.fresh.get(key.piece or "") or key.name not in refused, "a refused piece needs new files"
        for piece, documents in self.fresh.items():
            if documents:
                self.pinned[piece] = documents
        self.fresh = {}

    @precondition(lambda self: self._open() is not None)
    @rule(data=st.data(), kind=st.sampled_from(DecisionKind))
    def decides(self, data: st.DataObject, kind: DecisionKind) -> None:
        submission = self._open()
        assert submission is not None
        key = data.draw(st.sampled_from(list(submission.items)))
        reason = (ILLEGIBLE if key.piece else MISMATCH) if kind is DecisionKind.REFUSE else None
        try:
            submission.decide(key, Decision(kind, reason, "vu"), AGENT, NOW)
        except DomainError:
            assert key.piece is None or kind is DecisionKind.ACCEPT

    @precondition(lambda self: self._open() is not None)
    @rule(data=st.data())
    def refuses_one_and_concludes(self, data: st.DataObject) -> None:
        self.decides(data, DecisionKind.REFUSE)
        self.accepts_the_rest()
        self.concludes()

    @precondition(lambda self: self._open() is not None)
    @rule()
    def accepts_all_and_concludes(self) -> None:
        self.accepts_the_rest()
        self.concludes()

    @precondition(lambda self: self._open() is not None)
    @rule()
    def accepts_the_rest(self) -> None:
        submission = self._open()
        assert submission is not None
        before = {key: item.decision for key, item in submission.items.items()}
        try:
            submission.accept_rest(AGENT, NOW)
        except DomainError:
            assert before == {key: item.decision for key, item in submission.items.items()}

    @rule(data=st.data(), verdict=st.sampled_from([Scan.CLEAN, Scan.INFECTED]))
    def scanner_speaks(self, data: st.DataObject, verdict: Scan) -> None:
        waiting = [
            document.id
            for submission in self.all.values()
            for item in submission.items.values()
            for document in item.documents.values()
            if document.scan is Scan.PENDING
        ]
        if not waiting:
            return
        document_id = data.draw(st.sampled_from(waiting))
        for submission in self.all.values():
            submission.take_verdict(document_id, verdict, VIRUS, NOW)
        if verdict is Scan.INFECTED:
            for piece in PIECES:
                self.pinned[piece] = [d for d in self.pinned.get(piece, []) if d.id != document_id]

    @precondition(lambda self: self._open() is not None)
    @rule()
    def concludes(self) -> None:
        submission = self._open()
        assert submission is not None
        undecided = any(item.decision is None for item in submission.items.values())
        try:
            submission.conclude(AGENT, NOW)
        except DomainError:
            assert undecided
            return
        assert not undecided
        settle(submission, {KEY: self.record})
        self.final[submission.id] = {key: item.decision for key, item in submission.items.items()}
        for key, item in submission.items.items():
            assert item.decision is not None
            if key.piece:
                self.piece_stands[key.piece] = item.decision.kind
                assert not (item.infected and item.decision.kind is DecisionKind.ACCEPT)
            elif item.decision.kind is not DecisionKind.REFUSE:
                self.accepted[key.name] = item.new

    @rule()
    def an_agent_tries_again_after_the_conclusion(self) -> None:
        for submission_id in self.final:
            submission = self.all[submission_id]
            with pytest.raises(AlreadyConcluded):
                submission.decide(next(iter(submission.items)), Decision(DecisionKind.ACCEPT), AGENT, NOW)
            with pytest.raises(AlreadyConcluded):
                submission.accept_rest(AGENT, NOW)
            with pytest.raises(AlreadyConcluded):
                submission.conclude(AGENT, NOW)

    def _open(self) -> Submission | None:
        return next((submission for submission in self.all.values() if submission.concluded_at is None), None)

    @invariant()
    def orange_exactly_while_items_lie_with_the_town(self) -> None:
        orange = standing(self.record, CATALOGUE).light is Light.ORANGE
        assert orange == (self._open() is not None)
        assert sum(submission.concluded_at is None for submission in self.all.values()) <= 1

    @invariant()
    def green_exactly_when_all_is_accepted_and_nothing_unsent(self) -> None:
        fields = FIELDS[RecordKind.CHILD]
        accepted = all(self.accepted.get(field.name) for field in fields if field.required)
        unsent = any(self.written.get(field.name) != self.accepted.get(field.name) for field in fields)
        pieces = all(self.piece_stands.get(piece) in {"accept", "waive"} for piece in REQUIRED_PIECES)
        expected = self._open() is None and accepted and pieces and not unsent
        assert (standing(self.record, CATALOGUE).light is Light.GREEN) == expected

    @invariant()
    def an_infected_piece_is_never_undecided_nor_accepted(self) -> None:
        for submission in self.all.values():
            for item in submission.items.values():
                if item.infected:
                    assert item.decision is not None
                    assert item.decision.kind is not DecisionKind.ACCEPT

    @invariant()
    def what_the_family_wrote_is_kept(self) -> None:
        for name, value in self.written.items():
            assert self.record.values.get(name) == value

    @invariant()
    def what_was_accepted_applies(self) -> None:
        assert {n: v for n, v in self.record.accepted.items() if v} == {n: v for n, v in self.accepted.items() if v}

    @invariant()
    def concluded_decisions_are_final(self) -> None:
        for submission_id, decisions in self.final.items():
            assert {key: item.decision for key, item in self.all[submission_id].items.items()} == decisions


TestLifeOfARecord = LifeOfARecord.TestCase
TestLifeOfARecord.settings = settings(max_examples=200, stateful_step_count=50)
