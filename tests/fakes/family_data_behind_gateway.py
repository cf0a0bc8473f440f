"""What the services tell a family of itself, as the pages of its account need it."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from gateway.clients.family_data import FamilyExport, HistoryEntry
from gateway.clients.service import Download

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

    async def export(self, bearer: str, family_id: str) -> FamilyExport:
        self._world.called(f"export of {self.name}")
        return exported(self.name, self._world.exports.get(self.name, {}))

    async def ready(self) -> bool:
        return f"{self.name} is ready" not in self._world.away


def exported(service: str, data: dict[str, Any]) -> FamilyExport:
    return {"service": service, "version": 1, "exported_at": "2026-11-28T10:00:00Z", "data": data, "history": []}


class FakeDownload(Download):
    """A file of so many equal bytes, which are made as they are read."""

    def __init__(self, byte: bytes, size: int) -> None:
        object.__setattr__(self, "_byte", byte)
        object.__setattr__(self, "_size", size)

    async def chunks(self) -> AsyncIterator[bytes]:
        left: int = vars(self)["_size"]
        while left > 0:
            yield vars(self)["_byte"] * min(left, 65536)
            left -= 65536
