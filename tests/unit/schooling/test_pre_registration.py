"""The rules of one request, and its whole life under Hypothesis."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from libs.domain.errors import DomainError, Invalid
from services.schooling.domain.errors import (
    AdviceMissing,
    AlreadyClosed,
    AlreadyOpened,
    DerogationFrozen,
    LevelUnsettled,
    NoDerogation,
    NoProposal,
    NothingAdded,
    ProposalPending,
    SchoolUndetermined,
    Undecided,
)
from services.schooling.domain.events import (
    DerogationDecided,
    DerogationSubmitted,
    PreRegistrationDecided,
    PreRegistrationSubmitted,
    PreRegistrationWithdrawn,
    ReassignmentClosed,
    ReassignmentExpiring,
    ReassignmentProposed,
)
from services.schooling.domain.level import Level
from services.schooling.domain.papers import Document, asked_for
from services.schooling.domain.placement import Placement
from services.schooling.domain.pre_registration import PreRegistration
from services.schooling.domain.request_kind import RequestKind, RequestState
from services.schooling.domain.stages import Stage, stage_of
from tests.unit.schooling.requests import AGENT, AT, OTHER, SECTOR, WANTED, a_request, accept, advice, refuse

UNTIL = AT + timedelta(days=10)


def told(request: PreRegistration) -> list[type]:
    return [type(event) for event in request.collect_events()]


def test_a_request_for_another_school_tells_both_facts() -> None:
    assert told(a_request()) == [PreRegistrationSubmitted]
    assert told(a_request(RequestKind.DEROGATION)) == [PreRegistrationSubmitted, DerogationSubmitted]


def test_what_an_agent_opened_is_not_taken_back() -> None:
    request = a_request()
    assert request.open(AGENT, AT) is True
    assert request.open(AGENT, AT) is False
    with pytest.raises(AlreadyOpened):
        request.withdraw(AT)


def test_the_sectors_school_stands_when_the_other_one_is_refused() -> None:
    request = a_request(RequestKind.DEROGATION)
    with pytest.raises(AdviceMissing):
        request.decide_derogation(refuse())
    request.advise(advice())
    with pytest.raises(Undecided):
        request.conclude(AGENT, AT)
    request.decide_derogation(refuse("Complet."))
    assert request.conclude(AGENT, AT) == Placement(SECTOR, Level.PS)
    decided = [event for event in request.collect_events() if isinstance(event, DerogationDecided)]
    assert [(event.accepted, event.uai, event.comment) for event in decided] == [(False, SECTOR, "Complet.")]


def test_no_other_school_is_decided_on_while_the_homes_disagree() -> None:
    request = a_request(RequestKind.DEROGATION)
    request.advise(advice())
    with pytest.raises(DerogationFrozen):
        request.decide_derogation(accept(), disagreement=True)
    with pytest.raises(Undecided):
        request.conclude(AGENT, AT, disagreement=True)
    request.decide(accept())
    assert request.conclude(AGENT, AT, disagreement=True) == Placement(SECTOR, Level.PS)


def test_another_school_that_was_accepted_before_the_homes_disagreed_changes_nothing() -> None:
    request = a_request(RequestKind.DEROGATION)
    request.advise(advice())
    request.decide_derogation(accept())
    request.decide(accept())
    assert request.conclude(AGENT, AT, disagreement=True) == Placement(SECTOR, Level.PS)
    assert DerogationDecided not in told(request), "nobody decided on it in the end"


def test_a_child_of_another_commune_waits_until_the_homes_agree() -> None:
    request = a_request(RequestKind.OUTSIDE)
    request.advise(advice())
    request.decide_derogation(accept())
    with pytest.raises(DerogationFrozen):
        request.conclude(AGENT, AT, disagreement=True)


def a_paper(piece: str = "certificat-radiation", scan: str = "clean") -> Document:
    return Document(uuid4(), "0" * 64, 4096, 1, scan, piece)


def test_files_follow_an_open_request_once() -> None:
    request, paper = a_request(), a_paper()
    request.add_documents([paper], AT)
    assert [(file.id, file.added_at) for file in request.documents] == [(paper.id, AT)]
    with pytest.raises(NothingAdded):
        request.add_documents([paper], UNTIL)
    request.withdraw(AT)
    with pytest.raises(AlreadyClosed):
        request.add_documents([a_paper()], AT)
    [withdrawn] = [event for event in request.collect_events() if isinstance(event, PreRegistrationWithdrawn)]
    assert withdrawn.document_ids == (paper.id,), "what followed is the family's again too"


@pytest.mark.parametrize(
    ("newcomer", "derogation", "kept"), [(True, False, [0]), (False, True, [1]), (True, True, [0, 1])]
)
def test_what_the_family_does_not_ask_for_in_the_end_is_not_handed_in(
    newcomer: bool, derogation: bool, kept: list[int]
) -> None:
    papers = [a_paper(), a_paper("justificatif-derogation"), a_paper(scan="infected")]
    found = asked_for(papers, frozenset({"certificat-radiation"}), newcomer=newcomer, derogation=derogation)
    assert [papers.index(paper) for paper in found] == kept


def test_both_can_be_refused() -> None:
    request = a_request(RequestKind.DEROGATION)
    request.advise(advice())
    request.decide_derogation(refuse())
    request.decide(refuse("Déjà inscrit ailleurs."))
    assert request.conclude(AGENT, AT) is None
    assert request.refusal is not None
    assert request.refusal.comment == "Déjà inscrit ailleurs."


def test_the_wanted_school_is_given_whatever_was_decided_on_the_sectors() -> None:
    request = a_request(RequestKind.DEROGATION)
    request.decide(refuse())
    request.advise(advice())
    request.decide_derogation(accept())
    assert request.conclude(AGENT, AT) == Placement(WANTED, Level.PS)


def test_a_child_of_another_commune_has_no_school_that_stands() -> None:
    request = a_request(RequestKind.OUTSIDE)
    with pytest.raises(Invalid):
        request.decide(accept())
    request.advise(advice())
    request.decide_derogation(refuse())
    assert request.conclude(AGENT, AT) is None


def test_an_objection_and_a_missing_school_hold_the_conclusion_back() -> None:
    request = a_request(sector=None, objection="Il saute une classe.")
    request.decide(accept())
    with pytest.raises(LevelUnsettled):
        request.conclude(AGENT, AT)
    request.settle_level(Level.MS, "Conseil des maîtres.", AGENT, AT)
    with pytest.raises(SchoolUndetermined):
        request.conclude(AGENT, AT)
    request.determine_school(OTHER, "La plus proche.", AGENT, AT)
    assert request.conclude(AGENT, AT) == Placement(OTHER, Level.MS)


def test_a_plain_request_has_nothing_for_the_commission() -> None:
    with pytest.raises(NoDerogation):
        a_request().advise(advice())


def test_a_proposal_is_answered_before_its_last_instant_only() -> None:
    request = a_request()
    request.propose(OTHER, None, AGENT, AT, UNTIL, reminder_days=3)
    with pytest.raises(NoProposal):
        request.answer_proposal(accepted=True, at=UNTIL)
    assert request.lapse(UNTIL - timedelta(microseconds=1)) is False
    assert request.answer_proposal(accepted=True, at=UNTIL - timedelta(microseconds=1)) == Placement(OTHER, Level.PS)
    assert stage_of(request) is Stage.ACCEPTED


@pytest.mark.parametrize(
    ("days", "reminder_days", "reminded"),
    [(10, 3, timedelta(days=7)), (4, 3, timedelta(days=2)), (3, 3, timedelta(hours=36)), (1, 30, timedelta(hours=12))],
)
def test_a_family_is_reminded_once_some_days_before_the_end_and_never_in_the_first_half_of_its_time(
    days: int, reminder_days: int, reminded: timedelta
) -> None:
    request = a_request()
    request.propose(OTHER, None, AGENT, AT, AT + timedelta(days=days), reminder_days=reminder_days)
    assert not request.remind_of_proposal(AT + reminded - timedelta(microseconds=1))
    assert request.remind_of_proposal(AT + reminded)
    assert not request.remind_of_proposal(AT + reminded), "once"
    assert len([fact for fact in request.collect_events() if isinstance(fact, ReassignmentExpiring)]) == 1


@pytest.mark.parametrize("end", ["accepted", "refused", "lapsed", "taken back", "late"])
def test_nobody_is_reminded_of_what_is_answered_taken_back_or_over(end: str) -> None:
    request = a_request()
    request.propose(OTHER, None, AGENT, AT, UNTIL, reminder_days=3)
    match end:
        case "lapsed":
            request.lapse(UNTIL)
        case "taken back":
            request.take_back_proposal(AT)
        case "accepted" | "refused":
            request.answer_proposal(accepted=end == "accepted", at=AT)
    now = UNTIL if end == "late" else UNTIL - timedelta(hours=1)
    assert not request.remind_of_proposal(now)


def test_another_school_is_proposed_once_the_wanted_one_is_decided() -> None:
    request = a_request(RequestKind.DEROGATION)
    with pytest.raises(Undecided):
        request.propose(OTHER, None, AGENT, AT, UNTIL, reminder_days=3)


def test_the_rank_is_kept_through_a_refused_proposal_and_lost_with_another_school() -> None:
    request = a_request()
    request.wait(AT)
    request.propose(OTHER, None, AGENT, AT, UNTIL, reminder_days=3)
    request.answer_proposal(accepted=False, at=AT)
    assert request.waiting is not None
    assert (request.waiting.uai, request.waiting.since) == (SECTOR, AT)
    request.determine_school(OTHER, "Plus proche.", AGENT, AT)
    request.wait(UNTIL)
    assert (request.waiting.uai, request.waiting.since) == (OTHER, UNTIL)


class LifeOfARequest(RuleBasedStateMachine):
    """Any order of acts: each is done or refused by name, and what holds always holds."""

    request: PreRegistration

    def __init__(self) -> None:
        super().__init__()
        self.now = AT
        self.disagreement = False
        self.facts: list[object] = []

    @initialize(
        kind=st.sampled_from(RequestKind),
        sector=st.sampled_from([SECTOR, None]),
        objection=st.sampled_from([None, "…"]),
    )
    def submitted(self, kind: RequestKind, sector: str | None, objection: str | None) -> None:
        self.request = a_request(kind, sector=sector, objection=objection)
        self.note()

    def does(self, act: Callable[[], object]) -> None:
        """A refusal changes nothing."""
        before, version = repr(self.request), self.request.state
        try:
            act()
        except DomainError:
            assert repr(self.request) == before
        else:
            assert version is RequestState.OPEN, "what is closed takes no act"
        self.note()

    def note(self) -> None:
        self.facts += self.request.collect_events()

    @rule(days=st.integers(0, 6))
    def time_goes_by(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def an_agent_opens(self) -> None:
        self.request.open(AGENT, self.now)

    @rule()
    def the_family_takes_back(self) -> None:
        opened = self.request.opened_at is not None
        self.does(lambda: self.request.withdraw(self.now))
        assert not (opened and self.request.state is RequestState.WITHDRAWN)

    @rule(level=st.sampled_from([Level.PS, Level.MS]))
    def the_level_is_settled(self, level: Level) -> None:
        self.does(lambda: self.request.settle_level(level, "…", AGENT, self.now))

    @rule(uai=st.sampled_from([SECTOR, OTHER]))
    def the_school_is_determined(self, uai: str) -> None:
        self.does(lambda: self.request.determine_school(uai, "…", AGENT, self.now))

    @rule()
    def the_commission_advises(self) -> None:
        self.does(lambda: self.request.advise(advice()))

    @rule(accepted=st.booleans())
    def the_other_school_is_decided(self, accepted: bool) -> None:
        decision = accept() if accepted else refuse()
        self.does(lambda: self.request.decide_derogation(decision, disagreement=self.disagreement))

    @rule()
    def the_homes_disagree_or_agree_again(self) -> None:
        self.disagreement = not self.disagreement

    @rule(accepted=st.booleans())
    def the_sectors_is_decided(self, accepted: bool) -> None:
        self.does(lambda: self.request.decide(accept() if accepted else refuse()))

    @rule()
    def it_waits(self) -> None:
        self.does(lambda: self.request.wait(self.now))

    @rule()
    def it_waits_no_more(self) -> None:
        self.does(self.request.stop_waiting)

    @rule(days=st.integers(1, 5))
    def another_school_is_proposed(self, days: int) -> None:
        until = self.now + timedelta(days=days)
        self.does(lambda: self.request.propose(OTHER, None, AGENT, self.now, until, reminder_days=3))

    @rule(accepted=st.booleans())
    def the_family_answers(self, accepted: bool) -> None:
        proposal = self.request.proposal
        in_time = proposal is not None and proposal.pending and self.now < proposal.until
        self.does(lambda: self.request.answer_proposal(accepted=accepted, at=self.now))
        assert in_time or self.request.proposal is None or self.request.proposal == proposal

    @rule()
    def it_lapses(self) -> None:
        self.request.lapse(self.now)
        self.note()

    @rule()
    def the_proposal_is_taken_back(self) -> None:
        self.does(lambda: self.request.take_back_proposal(self.now))

    @rule()
    def it_is_concluded(self) -> None:
        self.does(lambda: self.request.conclude(AGENT, self.now, disagreement=self.disagreement))
        if self.request.concluded_at == self.now and self.disagreement and self.request.placement:
            assert self.request.placement.uai != WANTED

    @invariant()
    def what_holds_always(self) -> None:
        request, kinds = self.request, [type(fact) for fact in self.facts]
        assert kinds.count(PreRegistrationSubmitted) == 1
        assert kinds.count(PreRegistrationDecided) == (request.state is RequestState.CONCLUDED)
        assert kinds.count(PreRegistrationWithdrawn) == (request.state is RequestState.WITHDRAWN)
        assert kinds.count(DerogationSubmitted) == (request.kind is not RequestKind.SECTOR)
        pending = request.proposal is not None and request.proposal.pending and request.state is RequestState.OPEN
        assert kinds.count(ReassignmentProposed) - kinds.count(ReassignmentClosed) in (0, 1)
        if request.state is RequestState.CONCLUDED:
            assert not pending
            assert request.waiting is None
            self.whoever_was_refused_knows_why()
        else:
            assert request.placement is None

    def whoever_was_refused_knows_why(self) -> None:
        [decided] = [fact for fact in self.facts if isinstance(fact, PreRegistrationDecided)]
        assert (decided.uai is None) == (self.request.placement is None)
        assert (decided.uai is None) == (decided.refused_for is not None)
        if decided.uai is None:
            assert decided.legal_basis
            assert decided.comment


LifeOfARequest.TestCase.settings = settings(max_examples=60, stateful_step_count=25)
TestLifeOfARequest = LifeOfARequest.TestCase


def test_a_closed_request_takes_no_act() -> None:
    request = a_request()
    request.withdraw(AT)
    acts: list[Callable[[], object]] = [
        lambda: request.decide(accept()),
        lambda: request.settle_level(Level.MS, "…", AGENT, AT),
        lambda: request.wait(AT),
        lambda: request.conclude(AGENT, AT),
    ]
    for act in acts:
        with pytest.raises(AlreadyClosed):
            act()


def test_nothing_else_is_decided_while_a_proposal_waits() -> None:
    request = a_request()
    request.propose(OTHER, None, AGENT, AT, UNTIL, reminder_days=3)
    acts: list[Callable[[], object]] = [
        lambda: request.decide(accept()),
        lambda: request.settle_level(Level.MS, "…", AGENT, AT),
    ]
    for act in acts:
        with pytest.raises(ProposalPending):
            act()
