"""The streets of the commune and its addresses, from the national base (BAN)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from libs.domain.street_names import matching_name
from services.schooling.domain.house_number import HouseNumber


@dataclass(frozen=True)
class Street:
    """`id` is the one that addresses of families carry; `key` is the national one it follows from."""

    id: UUID
    key: str
    name: str
    postal_code: str
    insee: str
    city: str
    matching_name: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "matching_name", matching_name(self.name))


class KnownAddress(NamedTuple):
    """One address of the base. `number` 0: the house has none."""

    id: str
    street_id: UUID
    number: int
    repetition: str

    @property
    def house(self) -> HouseNumber | None:
        return HouseNumber(self.number, self.repetition) if self.number else None


class NoStreet(StrEnum):
    """Why a name leads to no street."""

    UNKNOWN = "unknown-street"
    AMBIGUOUS = "ambiguous-street"
    OUTSIDE = "outside"


class StreetRegister:
    """The commune's streets, by id and by name whatever its spelling."""

    def __init__(self, streets: Iterable[Street]) -> None:
        self._by_id = {street.id: street for street in streets}
        self._by_name: dict[str, list[Street]] = defaultdict(list)
        for street in self._by_id.values():
            self._by_name[street.matching_name].append(street)
        self._postal_codes = {street.postal_code for street in self._by_id.values()}
        self._cities = {matching_name(street.city) for street in self._by_id.values()}

    def with_id(self, street_id: UUID) -> Street | None:
        return self._by_id.get(street_id)

    def all_named(self, name: str) -> list[Street]:
        return list(self._by_name.get(matching_name(name), ()))

    def one_named(self, name: str, *, postal_code: str | None = None, city: str | None = None) -> Street | NoStreet:
        """The street of that name; postal code and city tell two of one name apart, and what lies outside."""
        town = matching_name(city) if city else None
        if (postal_code and postal_code not in self._postal_codes) or (town and town not in self._cities):
            return NoStreet.OUTSIDE
        named = [
            street
            for street in self.all_named(name)
            if postal_code in {None, street.postal_code} and town in {None, matching_name(street.city)}
        ]
        if not named:
            return NoStreet.UNKNOWN
        return named[0] if len(named) == 1 else NoStreet.AMBIGUOUS
