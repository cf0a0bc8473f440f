"""The one row that loads take turns on."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.adapters.queries_town_map import read_town
from services.schooling.domain.town_map import TownMap

_LOCK = text("SELECT streets_imported FROM town_state FOR UPDATE")
_ADVANCE = text("""
    UPDATE town_state SET revision = revision + 1, streets_imported = streets_imported OR :streets_imported
""")


class SqlTownState:
    """The state of the town's data in the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take_turn(self) -> bool:
        imported: bool = (await self._connection.execute(_LOCK)).scalar_one()
        return imported

    async def advance(self, *, streets_imported: bool = False) -> None:
        await self._connection.execute(_ADVANCE, {"streets_imported": streets_imported})

    async def read_map(self) -> TownMap:
        return (await read_town(self._connection)).understood()
