"""The draft of a family: what a registration typed so far, kept as it was typed, until TERMINER or 48 idle hours.

A family writes its own draft online; at the counter an agent writes one for a family that has no account.
"""

from dataclasses import dataclass, field, replace
from typing import TypeVar
from uuid import UUID

from libs.domain.aggregate import Aggregate
from libs.domain.errors import Invalid, NotFound
from services.household.domain.checking import Circumstances, Scalar, Typed, Values
from services.household.domain.draft_forms import check_form, form_of
from services.household.domain.errors import (
    ChildKnown,
    ChildrenAtMost,
    DraftSubmitted,
    TwoAdultsAtMost,
    UnknownMember,
)
from services.household.domain.events import RegistrationAbandoned
from services.household.domain.family import ADULTS_AT_MOST
from services.household.domain.guardians import without_adult
from services.household.domain.ids import AdultId, AgentId, ChildId, FamilyId, RecordKind, RegistrationId
from services.household.domain.record import same_child

M = TypeVar("M", bound=UUID)

CHILDREN_AT_MOST = 15


@dataclass(frozen=True)
class Member:
    """An adult or a child of the draft. `complete`: what was typed passed every check."""

    typed: dict[str, Scalar]
    complete: bool


@dataclass(frozen=True)
class Outcome:
    """What the draft became."""

    family_id: FamilyId
    family_code: str


@dataclass
class Draft(Aggregate):
    """What was typed so far.

    Attributes:
        adults, children: in the order in which they were added; the client chose the ids.
        outcome: set by TERMINER, once and for all.
        opened_by: the agent who began it at the counter; None for a family's own.
    """

    id: RegistrationId
    adults: dict[AdultId, Member] = field(default_factory=dict)
    children: dict[ChildId, Member] = field(default_factory=dict)
    outcome: Outcome | None = None
    opened_by: AgentId | None = None

    def require_writer(self, agent: AgentId | None) -> None:
        """Any agent goes on with a draft of the counter, and none touches a family's own.

        Args:
            agent: who writes for the registration; None when the family does.

        Raises:
            NotFound
        """
        if (agent is None) != (self.opened_by is None):
            raise NotFound

    def keep_adult(self, adult_id: AdultId, typed: Typed, circumstances: Circumstances, *, checked: bool) -> None:
        """Keep what was typed for an adult, new or known.

        Args:
            checked: refuse what breaks a rule instead of keeping it.

        Raises:
            DraftSubmitted, TwoAdultsAtMost, Invalid
        """
        self._require_open()
        if adult_id not in self.adults and len(self.adults) >= ADULTS_AT_MOST:
            raise TwoAdultsAtMost
        self.adults[adult_id] = _member(RecordKind.ADULT, typed, circumstances, checked=checked)

    def keep_child(self, child_id: ChildId, typed: Typed, circumstances: Circumstances, *, checked: bool) -> None:
        """Keep what was typed for a child, new or known; one who was typed already stays incomplete.

        Raises:
            DraftSubmitted, ChildrenAtMost, Invalid
            ChildKnown: `checked` alone.
        """
        self._require_open()
        if child_id not in self.children and len(self.children) >= CHILDREN_AT_MOST:
            raise ChildrenAtMost(at_most=CHILDREN_AT_MOST)
        child = _member(RecordKind.CHILD, typed, circumstances, checked=checked)
        who = _values(child, circumstances)
        others = (other for other_id, other in self.children.items() if other_id != child_id)
        if child.complete and any(same_child(who, _values(other, circumstances)) for other in others):
            if checked:
                raise ChildKnown
            child = replace(child, complete=False)
        self.children[child_id] = child

    def remove_adult(self, adult_id: AdultId, circumstances: Circumstances) -> None:
        """Forget an adult; a child of whom they were responsible is incomplete until somebody else is chosen."""
        self._require_open()
        _forget(self.adults, adult_id)
        for child_id, child in list(self.children.items()):
            mended = without_adult(child.typed, adult_id)
            if mended != child.typed:
                self.children[child_id] = _member(RecordKind.CHILD, mended, circumstances, checked=False)

    def remove_child(self, child_id: ChildId) -> None:
        """Raises DraftSubmitted, UnknownMember."""
        self._require_open()
        _forget(self.children, child_id)

    @property
    def missing(self) -> list[str]:
        """What stands between the draft and TERMINER, pieces apart."""
        lacking = []
        for members, noun in ((self.adults, "adult"), (self.children, "child")):
            if not members:
                lacking.append(noun)
            elif not all(member.complete for member in members.values()):
                lacking.append(f"{noun}-incomplete")
        return lacking

    def hand_in(self, outcome: Outcome) -> None:
        """The draft became a family. Raises DraftSubmitted."""
        self._require_open()
        self.outcome = outcome

    def abandon(self) -> None:
        """Nobody wrote for too long, or whoever wrote wants it gone. Raises DraftSubmitted."""
        self._require_open()
        self.record(RegistrationAbandoned(self.id))

    def _require_open(self) -> None:
        if self.outcome is not None:
            raise DraftSubmitted


def _member(kind: RecordKind, typed: Typed, circumstances: Circumstances, *, checked: bool) -> Member:
    _values, errors = check_form(kind, typed, circumstances)
    if checked and errors:
        raise Invalid(errors=errors)
    return Member(form_of(kind, typed), complete=not errors)


def _values(child: Member, circumstances: Circumstances) -> Values:
    values, _errors = check_form(RecordKind.CHILD, child.typed, circumstances)
    return values


def _forget(members: dict[M, Member], member: M) -> None:
    if member not in members:
        raise UnknownMember
    del members[member]
