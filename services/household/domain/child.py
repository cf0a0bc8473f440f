"""A child, independent of any family: one child may have two homes, with guardians declared by each."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from libs.domain.aggregate import Aggregate
from services.household.domain.checking import Value, Values
from services.household.domain.errors import ChildKnown, LastHome, TwoHomesAtMost
from services.household.domain.events import ChildChanged, ChildUnlinked
from services.household.domain.guardians import Guardianship, guardianships
from services.household.domain.ids import AdultId, AgentId, ChildId, FamilyId

HOMES_AT_MOST = 2


@dataclass(frozen=True)
class Disagreement:
    """Why an agent froze what both homes know; `reason` is for agents alone."""

    reason: str
    by: AgentId
    at: datetime


@dataclass
class Child(Aggregate):
    """Who the child is: as accepted, and until the first acceptance as declared.

    Attributes:
        validated: the town accepted everything required of the child's record in one of its homes.
        homes: the families that it belongs to.
        disagreement: its homes contradict each other, and an agent said so.
    """

    id: ChildId
    last_name: str
    first_name: str
    sex: str
    birth_date: date
    birth_place: str | None
    validated: bool = False
    homes: list[FamilyId] = field(default_factory=list)
    guardianships: list[Guardianship] = field(default_factory=list)
    disagreement: Disagreement | None = None

    @classmethod
    def declare(cls, child_id: ChildId, family_id: FamilyId, values: Values, *, validated: bool = False) -> Self:
        """A family declares the child, or the town's file does; the values passed their checks."""
        child = cls(
            child_id,
            str(values["last_name"]),
            str(values["first_name"]),
            str(values["sex"]),
            date.fromisoformat(str(values["birth_date"])),
            _text(values.get("birth_place")),
            validated,
            homes=[family_id],
        )
        child._declare_guardians(family_id, values.get("guardians"))
        child.announce()
        return child

    def settle(self, family_id: FamilyId, accepted: Values, *, validated: bool) -> None:
        """Take over what the town accepted of the record that this family keeps for the child."""
        self.last_name = str(accepted.get("last_name") or self.last_name)
        self.first_name = str(accepted.get("first_name") or self.first_name)
        self.sex = str(accepted.get("sex") or self.sex)
        self.birth_date = date.fromisoformat(str(accepted.get("birth_date") or self.birth_date))
        self.birth_place = _text(accepted["birth_place"]) if "birth_place" in accepted else self.birth_place
        self.validated = validated
        self._declare_guardians(family_id, accepted.get("guardians"))
        self.announce()

    def judge(self, *, validated: bool) -> bool:
        """Take over whether everything required is accepted, without any decision; whether that is news."""
        if validated == self.validated:
            return False
        self.validated = validated
        self.announce()
        return True

    def live_also_in(self, family_id: FamilyId) -> None:
        """Raises ChildKnown, TwoHomesAtMost."""
        if family_id in self.homes:
            raise ChildKnown
        if len(self.homes) >= HOMES_AT_MOST:
            raise TwoHomesAtMost
        self.homes.append(family_id)
        self.announce()

    def unlink(self, family_id: FamilyId, at: datetime) -> None:
        """An agent takes the child out of that home, with what it declared; what its homes disagreed on is over.

        Raises:
            LastHome: the child has no other one.
        """
        if not self.other_homes(family_id):
            raise LastHome
        self.disagreement = None
        self.leave(family_id)
        self.record(ChildUnlinked(self.id, self.first_name, family_id, tuple(self.homes), at))

    def flag(self, disagreement: Disagreement) -> None:
        """Its homes contradict each other."""
        self.disagreement = disagreement
        self.announce()

    def lift(self) -> None:
        """They do no more."""
        self.disagreement = None
        self.announce()

    def other_homes(self, family_id: FamilyId) -> list[FamilyId]:
        return [home for home in self.homes if home != family_id]

    def lose_guardian(self, family_id: FamilyId, adult_id: AdultId) -> None:
        """An adult left that home."""
        self.guardianships = [
            held for held in self.guardianships if (held.family_id, held.adult_id) != (family_id, adult_id)
        ]

    def withdraw_declaration(self, family_id: FamilyId) -> None:
        """The family takes the child out again, whom the town never knew. Everybody hears that it has no home."""
        self.homes = [home for home in self.homes if home != family_id]
        self.guardianships = [held for held in self.guardianships if held.family_id != family_id]
        self.announce()

    def leave(self, family_id: FamilyId) -> bool:
        """A home is no more, and what it declared with it.

        Returns:
            Whether the child has another home; one without any goes with the family.
        """
        self.homes = [home for home in self.homes if home != family_id]
        self.guardianships = [held for held in self.guardianships if held.family_id != family_id]
        if self.homes:
            self.announce()
        return bool(self.homes)

    def announce(self) -> None:
        """Tell the others the whole child."""
        self.record(
            ChildChanged(
                self.id,
                tuple(self.homes),
                self.last_name,
                self.first_name,
                self.sex,
                self.birth_date,
                self.validated,
                self.disagreement is not None,
            )
        )

    def _declare_guardians(self, family_id: FamilyId, choice: Value) -> None:
        """One family's choice replaces that family's former one."""
        if isinstance(choice, dict):
            others = [held for held in self.guardianships if held.family_id != family_id]
            self.guardianships = others + guardianships(family_id, choice)


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
