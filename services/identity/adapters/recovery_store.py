"""Recoveries in PostgreSQL: written by a request, taken by a job."""

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.identity.adapters.tables import recoveries
from services.identity.domain.recovery import Forgotten, Recovery, RecoveryId


class RecoveryStore:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._added: list[Recovery] = []
        self.seen: list[Recovery] = []

    def add(self, recovery: Recovery) -> None:
        self._added.append(recovery)

    async def take(self, most: int) -> list[Recovery]:
        oldest = (
            select(recoveries.c.id)
            .order_by(recoveries.c.asked_at)
            .limit(most)
            .with_for_update(skip_locked=True)
            .cte("oldest")
        )
        taken = delete(recoveries).where(recoveries.c.id.in_(select(oldest.c.id))).returning(recoveries)
        rows = sorted(await self._connection.execute(taken), key=lambda row: row.asked_at)
        found = [Recovery(RecoveryId(row.id), Forgotten(row.forgotten), row.identifier, version=1) for row in rows]
        self.seen += found
        return found

    async def save(self) -> None:
        """Write what was added."""
        for recovery in self._added:
            await self._connection.execute(
                insert(recoveries).values(
                    id=recovery.id, forgotten=recovery.forgotten.value, identifier=recovery.identifier
                )
            )
