"""The services' databases as an operator reads and mends them: with each service's own serving role."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cli.services import database_url
from libs.chassis.backlog import Backlog, count_backlog
from libs.chassis.db import Database


@asynccontextmanager
async def database_of(service: str) -> AsyncIterator[Database]:
    """Open while the block runs. Raises Failure when the URL is not set."""
    database = Database(database_url(service), application="kiosque command", pool_size=1)
    try:
        yield database
    finally:
        await database.close()


async def backlog_of(service: str) -> Backlog:
    """What waits in the service's outbox and inbox."""
    async with database_of(service) as database, database.reading() as connection:
        return await count_backlog(connection)
