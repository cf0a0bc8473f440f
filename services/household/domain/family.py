"""A family (foyer): its code famille, its adults, and whether its account was ever activated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from libs.domain.aggregate import Aggregate
from services.household.domain.events import FamilyRegistered
from services.household.domain.ids import AdultId, ChildId, FamilyId, RegistrationId


@dataclass
class Family(Aggregate):
    """The household as such; what is known of it stands in its records.

    Attributes:
        code: the code famille, text; never reused.
        registration_id: the registration it came from; one registration makes one family.
        adults: in the order of the screen.
    """

    id: FamilyId
    code: str
    registration_id: RegistrationId
    adults: list[AdultId]
    registered_at: datetime
    activated_at: datetime | None = None

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
    ) -> Self:
        """A draft became this family."""
        family = cls(family_id, code, registration_id, list(adults), at)
        family.record(FamilyRegistered(family_id, code, registration_id, tuple(family.adults), tuple(children), at))
        return family

    def activate(self, at: datetime) -> None:
        """The account's holder confirmed the address; the first time counts."""
        self.activated_at = self.activated_at or at
