"""A pre-registration: what a family asked for one child and school year, and what the town decided.

A dérogation always carries the sector's pre-registration, which stands if the other school is refused. A child who
lives in another commune has no sector here: such a request is a kind of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from libs.domain.aggregate import Aggregate
from libs.domain.errors import FieldError, Invalid
from services.schooling.domain import request_facts
from services.schooling.domain.decisions import Advice, Choice, Decision, DeterminedSchool, SettledLevel
from services.schooling.domain.derogation import Derogation
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
from services.schooling.domain.family import Address
from services.schooling.domain.level import FIRST_YEARS, Level
from services.schooling.domain.offer import Offer
from services.schooling.domain.papers import Document
from services.schooling.domain.placement import Placement, Waiting
from services.schooling.domain.reassignment import Proposal, ProposalOutcome, reminder_at
from services.schooling.domain.receipt import Silence
from services.schooling.domain.request_kind import RequestKind, RequestState
from services.schooling.domain.said import Said


@dataclass
class PreRegistration(Aggregate):
    """The aggregate.

    Attributes:
        number: what people call it by: `2026-00042`.
        offer: what was shown, frozen.
        documents: a newcomer's certificat de radiation, the proofs of a dérogation.
        decision: on the sector's pre-registration; the one on the other school is with the dérogation.
        placement: where the child is enrolled; None while open, or refused.
        address_changed_at: since when the family's accepted address is not the frozen one.
    """

    id: UUID
    number: str
    family_id: UUID
    child_id: UUID
    kind: RequestKind
    offer: Offer
    submitted_at: datetime
    silence: Silence
    said: Said
    documents: tuple[Document, ...] = ()
    derogation: Derogation | None = None
    opened_at: datetime | None = None
    opened_by: UUID | None = None
    withdrawn_at: datetime | None = None
    settled_level: SettledLevel | None = None
    determined_school: DeterminedSchool | None = None
    decision: Decision | None = None
    concluded_at: datetime | None = None
    concluded_by: UUID | None = None
    placement: Placement | None = None
    waiting: Waiting | None = None
    proposal: Proposal | None = None
    address_changed_at: datetime | None = None

    # ---------------------------------------------------------------------------------------------------- what it is

    @property
    def state(self) -> RequestState:
        if self.withdrawn_at is not None:
            return RequestState.WITHDRAWN
        return RequestState.OPEN if self.concluded_at is None else RequestState.CONCLUDED

    @property
    def school_year(self) -> int:
        return self.offer.school_year

    @property
    def level(self) -> Level:
        """As settled by an agent, else as shown."""
        return self.settled_level.level if self.settled_level else self.offer.level

    @property
    def school(self) -> str | None:
        """The school in which the child would be placed by what is decided so far."""
        if self.derogation and self.derogation.decision and self.derogation.decision.accepted:
            return self.derogation.wanted_uai
        return self.school_without_derogation

    @property
    def school_without_derogation(self) -> str | None:
        """The sector's, or the one that the town determined."""
        if self.determined_school:
            return self.determined_school.uai
        return None if self.kind is RequestKind.OUTSIDE else self.offer.sector.uai

    @property
    def newcomer(self) -> bool:
        """Whether the child comes from another school: who enters nursery school has none before."""
        return self.offer.newcomer and self.level not in FIRST_YEARS

    @property
    def document_ids(self) -> tuple[UUID, ...]:
        """Of every file that was handed in with it."""
        return tuple(document.id for document in self.documents)

    # ------------------------------------------------------------------------------------------------------ the family

    @classmethod
    def submit(
        cls,
        request_id: UUID,
        number: str,
        family_id: UUID,
        child_id: UUID,
        offer: Offer,
        *,
        kind: RequestKind,
        silence: Silence,
        said: Said,
        documents: tuple[Document, ...],
        derogation: Derogation | None,
        at: datetime,
    ) -> Self:
        """TERMINER."""
        request = cls(request_id, number, family_id, child_id, kind, offer, at, silence, said, documents, derogation)
        for fact in request_facts.submitted(request):
            request.record(fact)
        return request

    def withdraw(self, at: datetime) -> None:
        """« Reprendre ma demande »: until an agent opens it. Raises AlreadyOpened, AlreadyClosed."""
        self._require_open()
        if self.opened_at is not None:
            raise AlreadyOpened
        self.withdrawn_at = at
        self.waiting = None
        self.record(request_facts.withdrawn(self, at))

    def add_documents(self, documents: Iterable[Document], at: datetime) -> None:
        """Files that the family had not at TERMINER; those that it handed in before are left out.

        Raises:
            AlreadyClosed, NothingAdded
        """
        self._require_open()
        held = set(self.document_ids)
        added = tuple(replace(document, added_at=at) for document in documents if document.id not in held)
        if not added:
            raise NothingAdded
        self.documents += added
        self.record(request_facts.documents_added(self, added, at))

    def compare_address(self, address: Address | None, at: datetime) -> None:
        """The family's accepted address is this one now: an open request says so, and moves nowhere."""
        if self.state is not RequestState.OPEN:
            return
        if address == self.offer.address:
            self.address_changed_at = None
        elif self.address_changed_at is None:
            self.address_changed_at = at

    # -------------------------------------------------------------------------------------------------------- the town

    def open(self, by: UUID, at: datetime) -> bool:
        """An agent looks at it; the first time counts. Returns whether it was the first."""
        if self.state is not RequestState.OPEN or self.opened_at is not None:
            return False
        self.opened_at, self.opened_by = at, by
        return True

    def settle_level(self, level: Level, reason: str, by: UUID, at: datetime) -> None:
        """Another level than the computed one, or this one after all; a maintien or a saut is recorded so."""
        self._require_open()
        self._require_no_proposal()
        if level is not self.level:
            self.waiting = None  # another level has another list
        self.settled_level = SettledLevel(level, reason, by, at)

    def determine_school(self, uai: str, reason: str, by: UUID, at: datetime) -> None:
        """« Le service détermine votre école »; also instead of the sector's, with the reason."""
        self._require_open()
        self._require_no_proposal()
        self.determined_school = DeterminedSchool(uai, reason, by, at)

    def advise(self, advice: Advice) -> None:
        """What the commission said."""
        self._require_open()
        self._the_derogation().advice = advice

    def decide_derogation(self, decision: Decision, *, disagreement: bool = False) -> None:
        """The maire decides on the other school, after the commission's advice.

        Raises:
            AdviceMissing
            DerogationFrozen: the child's homes disagree.
        """
        self._require_open()
        self._require_no_proposal()
        if disagreement:
            raise DerogationFrozen
        derogation = self._the_derogation()
        if derogation.advice is None:
            raise AdviceMissing
        derogation.decision = decision

    def decide(self, decision: Decision) -> None:
        """On the sector's pre-registration, which stands by itself when a dérogation is refused."""
        self._require_open()
        self._require_no_proposal()
        if self.kind is RequestKind.OUTSIDE:
            raise Invalid(errors=[FieldError("decision", "outside-has-no-sector")])
        self.decision = decision

    def wait(self, at: datetime) -> None:
        """The school is full: onto its waiting list. Raises SchoolUndetermined."""
        self._require_open()
        if (uai := self.school) is None:
            raise SchoolUndetermined
        if self.waiting is None or self.waiting.uai != uai:
            self.waiting = Waiting(uai, at)

    def stop_waiting(self) -> None:
        self._require_open()
        self.waiting = None

    def outcome(self, *, disagreement: bool = False) -> Placement | None:
        """Where the decisions lead: a school and a level, or None for a refusal.

        While the child's homes disagree, the sector's pre-registration alone counts.

        Raises:
            Undecided, LevelUnsettled, SchoolUndetermined
        """
        if not self._accepted(disagreement=disagreement):
            return None
        if self.said.level_objection and self.settled_level is None:
            raise LevelUnsettled
        if (uai := self.school_without_derogation if disagreement else self.school) is None:
            raise SchoolUndetermined
        return Placement(uai, self.level)

    def conclude(self, by: UUID, at: datetime, *, disagreement: bool = False) -> Placement | None:
        """Make the decisions final and tell the family; whoever calls has taken the place.

        Raises:
            AlreadyClosed, ProposalPending, Undecided, LevelUnsettled, SchoolUndetermined, DerogationFrozen
        """
        self._require_open()
        self._require_no_proposal()
        if disagreement and self.kind is RequestKind.OUTSIDE:
            raise DerogationFrozen
        placement = self.outcome(disagreement=disagreement)
        if disagreement and self.derogation:
            self.derogation.decision = None  # taken before the homes disagreed: it changes no school now
        self._close(placement, by, at)
        return self.placement

    # ----------------------------------------------------------------------------------------------------- régulation

    def propose(
        self, uai: str, comment: str | None, by: UUID, at: datetime, until: datetime, *, reminder_days: int
    ) -> Placement:
        """The school is full: another one is proposed, where a place is held until the family's time is over.

        Args:
            reminder_days: how long before that the family is reminded.

        Raises:
            AlreadyClosed, ProposalPending, Undecided, LevelUnsettled
        """
        self._require_open()
        self._require_no_proposal()
        if self.said.level_objection and self.settled_level is None:
            raise LevelUnsettled
        if self.kind is not RequestKind.SECTOR and (self.derogation is None or self.derogation.decision is None):
            raise Undecided
        self.proposal = Proposal(uai, comment, by, at, until, reminder_at(at, until, reminder_days))
        self.record(request_facts.proposed(self, self.proposal))
        return Placement(uai, self.level)

    def answer_proposal(self, *, accepted: bool, at: datetime) -> Placement | None:
        """The family's answer, in time; who accepts is enrolled there. Raises NoProposal."""
        proposal = self._pending_proposal()
        if at >= proposal.until:
            raise NoProposal
        outcome = ProposalOutcome.ACCEPTED if accepted else ProposalOutcome.REFUSED
        self._close_proposal(outcome, at)
        if not accepted:
            return None
        placement = Placement(proposal.uai, self.level)
        self._close(placement, proposal.by, at)
        return placement

    def remind_of_proposal(self, at: datetime) -> bool:
        """The end of the family's time comes near: once, and not after an answer. Returns whether it was due."""
        proposal = self.proposal
        if self.state is not RequestState.OPEN or proposal is None or not proposal.pending:
            return False
        if proposal.remind_at is None or not proposal.remind_at <= at < proposal.until:
            return False
        self.proposal = proposal.reminded()
        self.record(request_facts.proposal_expiring(self, self.proposal))
        return True

    def lapse(self, at: datetime) -> bool:
        """The family's time is over. Returns whether a proposal lapsed."""
        if self.state is not RequestState.OPEN or self.proposal is None or not self.proposal.pending:
            return False
        if at < self.proposal.until:
            return False
        self._close_proposal(ProposalOutcome.LAPSED, at)
        return True

    def take_back_proposal(self, at: datetime) -> None:
        """The town takes its proposal back before an answer. Raises NoProposal."""
        self._pending_proposal()
        self._close_proposal(ProposalOutcome.TAKEN_BACK, at)

    # ------------------------------------------------------------------------------------------------------- inside

    def _accepted(self, *, disagreement: bool) -> bool:
        """Whether the child gets a school. Raises Undecided."""
        if self.derogation is not None and not disagreement:
            if self.derogation.decision is None:
                raise Undecided
            if self.derogation.decision.accepted:
                return True
            if self.kind is RequestKind.OUTSIDE:
                return False
            return self.decision is None or self.decision.accepted
        if self.decision is None:
            raise Undecided
        return self.decision.accepted

    def _close(self, placement: Placement | None, by: UUID, at: datetime) -> None:
        self.concluded_at, self.concluded_by, self.placement = at, by, placement
        self.waiting = None
        for fact in request_facts.decided(self, at):
            self.record(fact)

    @property
    def refusal(self) -> Decision | None:
        """The decision that refused."""
        if self.decision and self.decision.choice is Choice.REFUSE:
            return self.decision
        return self.derogation.decision if self.derogation else None

    def _close_proposal(self, outcome: ProposalOutcome, at: datetime) -> None:
        proposal = self._pending_proposal()
        self.proposal = proposal.closed(outcome, at)
        self.record(request_facts.proposal_closed(self, self.proposal, at))

    def _pending_proposal(self) -> Proposal:
        if self.state is not RequestState.OPEN or self.proposal is None or not self.proposal.pending:
            raise NoProposal
        return self.proposal

    def _require_no_proposal(self) -> None:
        if self.proposal is not None and self.proposal.pending:
            raise ProposalPending

    def _the_derogation(self) -> Derogation:
        if self.derogation is None:
            raise NoDerogation
        return self.derogation

    def _require_open(self) -> None:
        if self.state is not RequestState.OPEN:
            raise AlreadyClosed
