"""A family as household tells of it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Address:
    """Where a household lives.

    Attributes:
        street_id: of the town's register; None for a street that it does not know, or elsewhere.
        number: 0 for a house without one.
        country: two letters (ISO 3166-1).
    """

    country: str
    postal_code: str
    city: str
    number: int
    repetition: str
    street_id: UUID | None
    street: str
    complement: str = ""

    @property
    def line(self) -> str:
        """`12 bis Rue des Selves, 06000 Ville`."""
        house = f"{self.number} {self.repetition}".strip() if self.number else ""
        return f"{f'{house} {self.street}'.strip()}, {f'{self.postal_code} {self.city}'.strip()}"


@dataclass(frozen=True)
class Family:
    """A whole state. `version` is household's: the newest known one stands.

    Attributes:
        address: as the town accepted it.
        complete: every record's light is green.
    """

    id: UUID
    version: int
    code: str
    address: Address | None
    complete: bool
