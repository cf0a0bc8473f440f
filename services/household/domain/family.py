"""A family (foyer): its code famille, its adults, where it came from, and whether its account was ever activated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from libs.domain.aggregate import Aggregate
from services.household.domain.errors import LastAdult, TwoAdultsAtMost
from services.household.domain.events import FamilyErased, FamilyImported, FamilyRegistered, RecordRemoved
from services.household.domain.ids import AdultId, AgentId, ChildId, FamilyId, RecordKey, RegistrationId

ADULTS_AT_MOST = 2


class Origin(StrEnum):
    """How the town came to know the family: written by itself, by an agent, or read from the town's own files."""

    ONLINE = "online"
    COUNTER = "counter"
    IMPORTED = "imported"


@dataclass
class Family(Aggregate):
    """The household as such; what is known of it stands in its records.

    Attributes:
        code: the code famille, text; never reused.
        registration_id: the registration it came from; one registration makes one family. None for an imported one.
        adults: in the order of the screen.
        registered_by: the agent who wrote it at the counter.
    """

    id: FamilyId
    code: str
    registration_id: RegistrationId | None
    adults: list[AdultId]
    registered_at: datetime
    activated_at: datetime | None = None
    origin: Origin = Origin.ONLINE
    registered_by: AgentId | None = None

    @classmethod
    def register(
        cls,
        family_id: FamilyId,
        code: str,
        registration_id: RegistrationId,
        *,
        adults: Iterable[AdultId],
        children: Iterable[ChildId],
        at: datetime,
        agent: AgentId | None = None,
    ) -> Self:
        """A draft became this family; `agent` wrote it at the counter, if anybody did."""
        origin = Origin.COUNTER if agent else Origin.ONLINE
        family = cls(family_id, code, registration_id, list(adults), at, origin=origin, registered_by=agent)
        family.record(
            FamilyRegistered(
                family_id,
                code,
                registration_id,
                tuple(family.adults),
                tuple(children),
                at,
                at_counter=agent is not None,
            )
        )
        return family

    @classmethod
    def take_over(
        cls, family_id: FamilyId, code: str, *, adults: Iterable[AdultId], email: str | None, at: datetime
    ) -> Self:
        """The town knew this family before the kiosk: it keeps its code."""
        family = cls(family_id, code, None, list(adults), at, origin=Origin.IMPORTED)
        family.record(FamilyImported(family_id, code, email, at))
        return family

    def add_adult(self, adult_id: AdultId) -> None:
        """Raises TwoAdultsAtMost."""
        if len(self.adults) >= ADULTS_AT_MOST:
            raise TwoAdultsAtMost
        self.adults.append(adult_id)

    def let_go(self, adult_id: AdultId) -> None:
        """An adult is no longer of the household. Raises LastAdult."""
        if self.adults == [adult_id]:
            raise LastAdult
        self.adults.remove(adult_id)

    def drop_record(self, key: RecordKey) -> None:
        """Say that a member's record is no more."""
        self.record(RecordRemoved(self.id, key))

    def activate(self, at: datetime) -> None:
        """The account's holder confirmed the address; the first time counts."""
        self.activated_at = self.activated_at or at

    @property
    def forgettable(self) -> bool:
        """Whether it goes with an account that nobody activated: the town knows every other family by itself."""
        return self.origin is Origin.ONLINE and self.activated_at is None

    def erase(self, leaving: Iterable[ChildId], at: datetime) -> None:
        """Say that it is no more; `leaving` are its children without another home."""
        self.record(FamilyErased(self.id, self.registration_id, tuple(leaving), at))
