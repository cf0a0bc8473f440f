"""A family as the other services know it: what was last told of it, so that only what differs is told again."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from libs.domain.aggregate import Aggregate
from services.household.domain.checking import Composite
from services.household.domain.events import FamilyChanged
from services.household.domain.ids import FamilyId, RecordKind
from services.household.domain.lights import Light, asked_of, standing
from services.household.domain.pieces import Catalogue
from services.household.domain.record import Record


@dataclass(frozen=True)
class FamilyState:
    """The whole state that others project.

    Attributes:
        address: the household's, as the town accepted it; None before that.
        complete: every record's light is green.
    """

    code: str
    address: Composite | None
    complete: bool

    @classmethod
    def of(cls, code: str, records: Collection[Record], catalogue: Catalogue) -> Self:
        own = next((record for record in records if record.kind is RecordKind.FAMILY), None)
        address = own.accepted.get("address") if own else None
        catalogue = asked_of(catalogue, records)
        complete = all(standing(record, catalogue).light in (Light.GREEN, Light.GREY) for record in records)
        return cls(code, address if isinstance(address, dict) else None, complete and own is not None)


@dataclass
class PublishedFamily(Aggregate):
    """`version` counts the states that were told; `told` is the last of them."""

    family_id: FamilyId
    told: FamilyState | None = None

    def tell(self, state: FamilyState) -> bool:
        """Tell this state unless it was the last one. Returns whether it was told."""
        if state == self.told:
            return False
        self.told = state
        self.version += 1
        self.repeat()
        return True

    def repeat(self) -> None:
        """Tell the last state again, for whoever lost it."""
        if self.told is not None:
            self.record(FamilyChanged(self.family_id, self.told.code, self.told.address, self.told.complete))
