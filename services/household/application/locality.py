"""Where and when checks are made: the town, its streets, its day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.household.application.ports import Clock, TownData
from services.household.domain.address import streets_named
from services.household.domain.checking import Circumstances, Typed, Values
from services.household.domain.ids import AdultId
from services.household.domain.town import Town

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Locality:
    """The town and the clock."""

    town: Town
    clock: Clock

    def now(self) -> datetime:
        return self.clock.now()

    def today(self) -> date:
        """The day on the parents' calendar."""
        return self.clock.now().astimezone(PARIS).date()

    async def circumstances(
        self,
        data: TownData,
        addresses: Iterable[Typed],
        adults: Collection[AdultId] = (),
        *,
        health: bool = False,
    ) -> Circumstances:
        """What a check may look at, with the streets that these addresses name.

        Args:
            health: a fiche sanitaire is checked: with the diseases of the town's table.
        """
        named = {street for typed in addresses for street in streets_named(typed)}
        streets = await data.streets(named) if named else {}
        diseases = [disease.code for disease in await data.diseases()] if health else []
        return Circumstances(self.today(), self.town, streets, adults, diseases)


def addresses_in(values: Values) -> list[Typed]:
    """The composite values of a record, an address among them or not."""
    return [value for value in values.values() if isinstance(value, dict)]
