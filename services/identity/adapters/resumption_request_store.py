"""Addresses that somebody wants to go on with, in PostgreSQL until a job has looked for them."""

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.identity.adapters.tables import resumption_requests


class ResumptionRequestStore:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, email: str) -> None:
        await self._connection.execute(insert(resumption_requests).values(email=email))

    async def take(self, most: int) -> list[str]:
        oldest = select(resumption_requests.c.id).order_by(resumption_requests.c.id).limit(most)
        statement = (
            delete(resumption_requests)
            .where(resumption_requests.c.id.in_(oldest.with_for_update(skip_locked=True)))
            .returning(resumption_requests.c.email)
        )
        return list((await self._connection.execute(statement)).scalars())
