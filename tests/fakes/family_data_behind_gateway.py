"""What the services tell a family of itself, as the pages of its account need it."""

from typing import TYPE_CHECKING

from gateway.clients.family_data import HistoryEntry

if TYPE_CHECKING:
    from tests.fakes.services_behind_gateway import World


class FamilyDataOfServices:
    """What every fake answers; `World.history` and `World.away` are by the service's name."""

    name: str
    _world: "World"

    async def history(self, bearer: str, family_id: str, before: str | None = None) -> list[HistoryEntry]:
        self._world.called(f"history of {self.name}")
        told = sorted(self._world.history.get(self.name, ()), key=lambda entry: entry["at"], reverse=True)
        return [entry for entry in told if before is None or entry["at"] < before]
