"""Each service's database and its two roles: the owner migrates, the app serves, nobody else enters."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg

_SECONDS = 20.0
# The same letters and the same order everywhere, whatever the server's own defaults are.
_CREATE = "CREATE DATABASE %I OWNER %I TEMPLATE %I ENCODING 'UTF8' LOCALE 'C.UTF-8'"


@dataclass(frozen=True)
class Role:
    name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server as its administrator sees it.

    Attributes:
        dsn: `postgresql://...` of a role that may create databases and roles.
    """

    dsn: str = field(repr=False)

    async def answers(self) -> bool:
        """Whether the administrator comes in now. Raises asyncpg.PostgresError when refused for good."""
        try:
            async with self._connected():
                return True
        except (OSError, TimeoutError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError):
            return False

    async def close_to_strangers(self) -> None:
        """Nobody without a grant enters the databases that every server has."""
        async with self._connected() as connection:
            for database in ("postgres", "template1"):
                await _run(connection, "REVOKE ALL ON DATABASE %I FROM PUBLIC", database)

    async def create_role(self, role: Role) -> None:
        """Make the role, or give it its password anew."""
        async with self._connected() as connection:
            if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role.name):
                await _run(connection, "CREATE ROLE %I", role.name)
            await _run(connection, "ALTER ROLE %I LOGIN PASSWORD %L", role.name, role.password)

    async def create_database(self, name: str, owner: str, app: str, template: str = "template0") -> None:
        """Make the database if it is missing, and its rights as they must be."""
        async with self._connected() as connection:
            if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
                await _run(connection, _CREATE, name, owner, template)
            await _run(connection, "REVOKE ALL ON DATABASE %I FROM PUBLIC", name)
            await _run(connection, "GRANT CONNECT ON DATABASE %I TO %I", name, app)
        async with self._connected(name) as connection:
            await _run(connection, "ALTER SCHEMA public OWNER TO %I", owner)
            await connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
            await _run(connection, "GRANT USAGE ON SCHEMA public TO %I", app)

    @asynccontextmanager
    async def _connected(self, database: str | None = None) -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(self.dsn, database=database, timeout=_SECONDS)
        try:
            yield connection
        finally:
            await connection.close()


async def _run(connection: asyncpg.Connection, statement: str, *values: str) -> None:
    """A statement that takes no parameters: the server itself quotes names (%I) and texts (%L)."""
    await connection.execute(
        await connection.fetchval("SELECT format($1, VARIADIC $2::text[])", statement, list(values))
    )
