"""PostgreSQL: one pool a process, transactions for writing, autocommit for reading."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_metadata() -> MetaData:
    """A service's table collection; every constraint gets a name that a migration and an error can quote."""
    return MetaData(naming_convention=NAMING_CONVENTION)


class Database:
    """A service's database.

    Args:
        url: `postgresql+asyncpg://...` of the role that serves.
        application: shown in `pg_stat_activity`.
        pool_size: connections kept; as many again may open under load.
    """

    def __init__(self, url: str, *, application: str, pool_size: int = 4) -> None:
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=5,
            pool_recycle=1800,
            hide_parameters=True,  # an error text must not quote a family's data
            connect_args={
                "timeout": 5,
                "command_timeout": 30,
                "server_settings": {
                    "application_name": application,
                    "timezone": "UTC",
                    "lock_timeout": "10s",
                    "idle_in_transaction_session_timeout": "60s",
                },
            },
        )
        self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for queries: each statement stands alone, none costs a BEGIN and a ROLLBACK."""
        async with self._reading.connect() as connection:
            yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction: committed when the block ends well, rolled back when it raises."""
        async with self.engine.begin() as connection:
            yield connection

    async def answers(self) -> bool:
        """Whether the server takes a query now."""
        try:
            async with self.reading() as connection:
                await connection.execute(text("SELECT 1"))
        except Exception:  # noqa: BLE001 - readiness: whatever went wrong, the answer is no
            return False
        return True

    async def until_answers(self, pause_seconds: float = 1.0) -> None:
        """Wait for the server."""
        while not await self.answers():  # noqa: ASYNC110 - no event tells that a server is back
            await asyncio.sleep(pause_seconds)

    async def close(self) -> None:
        """Give every connection back to the server."""
        await self.engine.dispose()
