"""The commune as far as an address needs to know it, and its streets."""

from dataclasses import dataclass

from libs.domain.street_names import matching_name
from services.household.domain.ids import StreetId


@dataclass(frozen=True)
class Town:
    """The commune that this deployment serves; one postal code may serve its neighbours too."""

    name: str
    postal_codes: frozenset[str]

    def holds(self, country: str, postal_code: str, city: str) -> bool:
        """Whether an address with these members lies in the commune, whatever the spelling of its name."""
        return country == "FR" and postal_code in self.postal_codes and matching_name(city) == matching_name(self.name)


@dataclass(frozen=True)
class Street:
    """A street of the commune's register."""

    id: StreetId
    name: str
    postal_code: str
    city: str
