"""Databases for tests: migrated once per session into a template, copied per worker, emptied per test."""

import asyncio
import hashlib
import os
from dataclasses import dataclass, field
from fcntl import LOCK_EX, flock
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config

from deploy.local.folder import ROOT
from deploy.local.instance import Instance

_KEPT = {"alembic_version"}


@dataclass(frozen=True)
class ServiceDatabase:
    """A service's database for one test.

    Attributes:
        url: as `<SERVICE>_DATABASE_URL`: the role that serves.
        owner_url: as `<SERVICE>_MIGRATION_DATABASE_URL`.
        dsn: for asyncpg, as the superuser: to look at what a test has done, and to break things.
    """

    service: str
    name: str
    url: str
    owner_url: str
    dsn: str


@dataclass
class Databases:
    """Gives each service a migrated and empty database of this pytest process."""

    instance: Instance
    worker: str
    _seeds: dict[str, dict[str, bytes]] = field(default_factory=dict)
    _given: dict[str, ServiceDatabase] = field(default_factory=dict)

    async def fresh(self, service: str) -> ServiceDatabase:
        """The service's database as its migrations leave it."""
        if service not in self._given:
            database = await asyncio.to_thread(self._create, service)
            self._seeds[service] = await _seeds(database)
            self._given[service] = database
            return database
        database = self._given[service]
        await _empty(database, self._seeds[service])
        return database

    def drop_all(self) -> None:
        for database in self._given.values():
            self.instance.postgresql.execute(f"DROP DATABASE IF EXISTS {database.name} WITH (FORCE);")

    def _create(self, service: str) -> ServiceDatabase:
        name = f"kiosque_{service}_{self.worker}_{os.getpid()}"
        template = self._template(service)
        self.instance.postgresql.create_database(service, name, template=template)
        return self._describe(service, name)

    def _describe(self, service: str, name: str) -> ServiceDatabase:
        environments, postgresql = self.instance.environments, self.instance.postgresql
        password = self.instance.credentials["postgresql.superuser"]
        return ServiceDatabase(
            service=service,
            name=name,
            url=environments.database_url(service, f"{service}_app", name),
            owner_url=environments.database_url(service, f"{service}_owner", name),
            dsn=f"postgresql://postgres:{password}@127.0.0.1:{postgresql.port}/{name}",
        )

    def _template(self, service: str) -> str:
        """A migrated database that nobody connects to, made by the first process that needs it."""
        postgresql = self.instance.postgresql
        name = f"template_{service}_{_fingerprint(service)}"
        with (self.instance.folder.path / f"template-{service}.lock").open("w") as lock:
            flock(lock, LOCK_EX)
            finished = f"SELECT 1 FROM pg_database WHERE datname = '{name}' AND NOT datallowconn;"
            if not postgresql.execute(finished).strip():
                postgresql.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE);")
                postgresql.create_database(service, name)
                migrate(service, self._describe(service, name).owner_url)
                postgresql.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false;")
        return name


def migrate(service: str, owner_url: str) -> None:
    """Bring a database to the newest version of a service's history. To be called where no event loop runs."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "services" / service / "migrations"))
    config.set_main_option("sqlalchemy.url", owner_url.replace("%", "%%"))
    command.upgrade(config, "head")


async def _seeds(database: ServiceDatabase) -> dict[str, bytes]:
    """The rows that migrations put in, by table."""
    connection = await asyncpg.connect(database.dsn)
    try:
        seeds = {}
        for table in await _tables(connection):
            rows = _Buffer()
            await connection.copy_from_table(table, output=rows.write, format="binary")
            if await connection.fetchval(f'SELECT EXISTS (SELECT FROM "{table}")'):
                seeds[table] = bytes(rows.content)
        return seeds
    finally:
        await connection.close()


async def _empty(database: ServiceDatabase, seeds: dict[str, bytes]) -> None:
    connection = await asyncpg.connect(database.dsn)
    try:
        await connection.execute(
            "SET lock_timeout = '5s'"
        )  # a transaction that a test left open must not hang the next
        if tables := await _tables(connection):
            names = ", ".join(f'"{table}"' for table in tables)
            await connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        await connection.execute("SET session_replication_role = replica")  # seeds refer to each other in any order
        for table, rows in seeds.items():
            await connection.copy_to_table(table, source=_chunks(rows), format="binary")
    finally:
        await connection.close()


async def _tables(connection: asyncpg.Connection) -> list[str]:
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [row["tablename"] for row in rows if row["tablename"] not in _KEPT]


async def _chunks(rows: bytes):  # type: ignore[no-untyped-def] # asyncpg takes any asynchronous iterable
    yield rows


class _Buffer:
    def __init__(self) -> None:
        self.content = bytearray()

    async def write(self, data: bytes) -> None:
        self.content += data


def _fingerprint(service: str) -> str:
    """Changes when a migration does."""
    files = [*(ROOT / "services" / service / "migrations").rglob("*.py"), *_shared_by_migrations()]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _shared_by_migrations() -> list[Path]:
    return [ROOT / "libs" / "chassis" / name for name in ("migration.py", "tables.py", "db.py")]
