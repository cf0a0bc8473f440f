"""Two ledgers, `identity` that publishes and `household` that reads, on a broker of their own."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import aio_pika
import aiohttp
import asyncpg
import pytest
from aio_pika.abc import AbstractExchange
from alembic import command
from alembic.config import Config

from cli import broker
from deploy.local.instance import Instance
from libs.chassis.applier import Applier
from libs.chassis.bus import Bus
from libs.chassis.db import Database
from libs.chassis.receiver import Receiver
from libs.contracts.topology import EXCHANGE, queue_name
from tests.integration.chassis.ledger.service import LedgerUow, ledger_subscriber, published
from tests.integration.chassis.ledger.tables import CHASSIS
from tests.support.broker import VirtualHost

LEDGER = Path(__file__).parent / "ledger"


@dataclass(frozen=True)
class LedgerDatabase:
    """One ledger's database: the serving role's URL, and the superuser's for looking."""

    service: str
    name: str
    url: str
    dsn: str

    async def fetch(self, query: str, *values: object) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.dsn)
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()

    async def value(self, query: str, *values: object) -> object:
        rows = await self.fetch(query, *values)
        return rows[0][0] if rows else None


def create_ledger_database(instance: Instance, service: str) -> LedgerDatabase:
    """Migrated and empty."""
    name = f"kiosque_ledger_{service}_{uuid4().hex[:12]}"
    instance.postgresql.create_database(service, name)
    config = Config()
    config.set_main_option("script_location", str(LEDGER / "migrations"))
    config.set_main_option("service", service)
    config.set_main_option("sqlalchemy.url", instance.environments.database_url(service, f"{service}_owner", name))
    command.upgrade(config, "head")
    password = instance.credentials["postgresql.superuser"]
    return LedgerDatabase(
        service=service,
        name=name,
        url=instance.environments.database_url(service, f"{service}_app", name),
        dsn=f"postgresql://postgres:{password}@127.0.0.1:{instance.postgresql.port}/{name}",
    )


@pytest.fixture(scope="session")
def ledger_databases(infrastructure: Instance) -> Iterator[dict[str, LedgerDatabase]]:
    made = {service: create_ledger_database(infrastructure, service) for service in ("identity", "household")}
    yield made
    for database in made.values():
        infrastructure.postgresql.execute(f"DROP DATABASE IF EXISTS {database.name} WITH (FORCE);")


async def _emptied(database: LedgerDatabase) -> LedgerDatabase:
    await database.fetch("TRUNCATE outbox, inbox, idempotency, audit, notes RESTART IDENTITY")
    return database


@pytest.fixture
async def publisher(ledger_databases: dict[str, LedgerDatabase]) -> LedgerDatabase:
    """The database of the ledger that plays identity."""
    return await _emptied(ledger_databases["identity"])


@pytest.fixture
async def reader(ledger_databases: dict[str, LedgerDatabase]) -> LedgerDatabase:
    """The database of the ledger that plays household."""
    return await _emptied(ledger_databases["household"])


@pytest.fixture
async def publishing(publisher: LedgerDatabase) -> AsyncIterator[Database]:
    """The publisher's database as its processes open it."""
    database = Database(publisher.url, application="test publisher")
    yield database
    await database.close()


@pytest.fixture
async def reading(reader: LedgerDatabase) -> AsyncIterator[Database]:
    """The reader's database as its processes open it."""
    database = Database(reader.url, application="test reader")
    yield database
    await database.close()


@pytest.fixture
async def declared(fresh_vhost: VirtualHost, monkeypatch: pytest.MonkeyPatch) -> VirtualHost:
    """A virtual host with the product's topology."""
    monkeypatch.setenv("KIOSQUE_OPERATOR_BROKER_URL", fresh_vhost.operator_url)
    monkeypatch.setenv("KIOSQUE_OPERATOR_BROKER_API", fresh_vhost.api_url)
    await broker.declare()
    return fresh_vhost


@dataclass
class LedgerWorker:
    """A worker process that can be killed."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    async def ready(self, seconds: float = 20) -> None:
        await eventually(self._is_ready, seconds)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self, seconds: float = 15) -> int:
        """SIGTERM; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{self.port}{path}") as answer:
            return answer.status, await answer.text()

    async def _is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        try:
            return (await self.get("/readyz"))[0] == 200
        except aiohttp.ClientError:
            return False


@dataclass
class Workers:
    """Starts ledger workers and ends them with the test."""

    instance: Instance
    folder: Path
    started: list[LedgerWorker] = field(default_factory=list)

    def start(self, database: LedgerDatabase, broker_url: str, **settings: str) -> LedgerWorker:
        prefix, port = database.service.upper(), free_port()
        log = self.folder / f"worker-{len(self.started)}.log"
        variables = self.instance.environment_of(f"{database.service}-worker") | {
            "PATH": os.defpath,
            "LEDGER_PLAYS": database.service,
            f"{prefix}_DATABASE_URL": database.url,
            f"{prefix}_BROKER_URL": broker_url,
            f"{prefix}_WORKER_PORT": str(port),
            **{f"{prefix}_{name.upper()}": value for name, value in settings.items()},
        }
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.integration.chassis.ledger.service"],
                env=variables,
                stdout=output,
                stderr=output,
            )
        worker = LedgerWorker(process, port, log)
        self.started.append(worker)
        return worker


@pytest.fixture
def workers(infrastructure: Instance, tmp_path: Path) -> Iterator[Workers]:
    started = Workers(infrastructure, tmp_path)
    yield started
    for worker in started.started:
        if worker.process.poll() is None:
            worker.kill()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


async def eventually(condition: Callable[[], Awaitable[object]], seconds: float = 20) -> None:
    """Wait until the condition holds; fails after `seconds`."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - other processes tell no event
            await asyncio.sleep(0.05)


@asynccontextmanager
async def running(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run works beside the block; a work that fails fails the test."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


@dataclass
class Reading:
    """The reader's inbox at work inside the test's own process."""

    receiver: Receiver
    applier: Applier[LedgerUow]
    wake: asyncio.Event


@pytest.fixture
def in_process(reading: Database, declared: VirtualHost) -> Reading:
    """The reader's receiver and applier, quick to retry; a test runs them with `running`."""
    wake = asyncio.Event()
    bus = Bus(declared.url_of("household"), name="test receiver", pause_seconds=0.1)
    return Reading(
        receiver=Receiver("household", reading, CHASSIS, bus),
        applier=Applier(
            reading,
            CHASSIS,
            ledger_subscriber(),
            lambda: LedgerUow(reading, CHASSIS, source="household", translate=published),
            wake=wake,
            tries=3,
            retry_seconds=0.05,
            poll_seconds=0.05,
        ),
        wake=wake,
    )


@asynccontextmanager
async def operator_exchange(vhost: VirtualHost) -> AsyncIterator[AbstractExchange]:
    """Publishes what no service would."""
    async with await aio_pika.connect(vhost.operator_url) as connection:
        channel = await connection.channel()
        yield await channel.get_exchange(EXCHANGE)


async def waiting(vhost: VirtualHost, service: str) -> int:
    """Messages in a service's queue that no consumer holds."""
    async with await aio_pika.connect(vhost.operator_url) as connection:
        queue = await (await connection.channel()).get_queue(queue_name(service))
        return queue.declaration_result.message_count or 0
