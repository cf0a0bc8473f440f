"""The API's copy of the town's map in memory, read anew when a load changed the town."""

import asyncio

from libs.chassis.db import Database
from services.schooling.adapters.queries_town_map import read_revision, read_town
from services.schooling.domain.town_map import TownMap


class TownMapCopy:
    """Costs one small query while nothing changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = asyncio.Lock()
        self._copy: tuple[int, TownMap] | None = None

    async def current(self) -> TownMap:
        """As the last committed load left it."""
        async with self._database.reading() as connection:
            revision = await read_revision(connection)
        if self._copy is None or self._copy[0] < revision:
            async with self._reading:
                if self._copy is None or self._copy[0] < revision:
                    self._copy = await self._read()
        return self._copy[1]

    async def _read(self) -> tuple[int, TownMap]:
        engine = self._database.engine.execution_options(isolation_level="REPEATABLE READ")
        async with engine.connect() as connection:
            revision, rows = await read_revision(connection), await read_town(connection)
        return revision, await asyncio.to_thread(rows.understood)
