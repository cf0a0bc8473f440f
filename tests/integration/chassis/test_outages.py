"""Broker and database are killed, on servers of this file's own: delivery goes on when they are back."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy.exc import SQLAlchemyError

from deploy.local.instance import Instance
from libs.chassis.db import Database
from tests.integration.chassis.conftest import LedgerDatabase, LedgerWorker, Workers, create_ledger_database, eventually
from tests.integration.chassis.ledger.events import activated
from tests.integration.chassis.ledger.service import tell
from tests.support.broker import VirtualHost, create_vhost


@pytest.fixture(scope="module")
def infrastructure(worker_id: str) -> Iterator[Instance]:
    """Servers that may be killed: nobody else uses them."""
    instance = Instance(f"outages-{worker_id}", durable=False)
    instance.start_infrastructure(die_with_me=True)
    yield instance
    instance.reset()


@pytest.fixture(scope="module")
def ledger_databases(infrastructure: Instance) -> dict[str, LedgerDatabase]:
    return {service: create_ledger_database(infrastructure, service) for service in ("identity", "household")}


@pytest.fixture
async def fresh_vhost(infrastructure: Instance) -> VirtualHost:
    return create_vhost(infrastructure, f"test-{uuid4().hex[:12]}")


@dataclass
class Traffic:
    """Two workers and a publisher that tells three accounts' events without end."""

    infrastructure: Instance
    publisher: LedgerDatabase
    reader: LedgerDatabase
    publishing: Database
    pair: list[LedgerWorker]
    accounts: list[UUID] = field(default_factory=lambda: [uuid4() for _ in range(3)])
    told: int = 0

    async def tell_everybody(self) -> None:
        number = self.told + 1
        await tell(self.publishing, "identity", [(activated(account), number) for account in self.accounts])
        self.told = number

    async def all_applied(self) -> bool:
        applied = await self.reader.value("SELECT count(DISTINCT event_id) FROM notes")
        return applied == await self.publisher.value("SELECT count(*) FROM outbox")

    async def is_back(self, server: str) -> None:
        ready = {"rabbitmq": self.infrastructure.rabbitmq.ready, "postgresql": self.infrastructure.postgresql.ready}

        async def answers() -> bool:
            return await asyncio.to_thread(ready[server])

        await eventually(answers, 60)

    async def everything_arrived_once_and_in_order(self) -> None:
        await eventually(self.all_applied, 15)
        assert await self.reader.value("SELECT count(*) FROM notes") == await self.publisher.value(
            "SELECT count(*) FROM outbox"
        )
        for account in self.accounts:
            rows = await self.reader.fetch("SELECT number FROM notes WHERE subject = $1 ORDER BY id", str(account))
            numbers = [row["number"] for row in rows]
            assert numbers == sorted(numbers)
        for worker in self.pair:
            await worker.ready()
            assert worker.stop() == 0


@pytest.fixture
async def traffic(
    *,
    infrastructure: Instance,
    workers: Workers,
    declared: VirtualHost,
    publisher: LedgerDatabase,
    reader: LedgerDatabase,
    publishing: Database,
) -> Traffic:
    """Everything runs, and the first events have arrived."""
    pair = [workers.start(database, declared.url_of(database.service)) for database in (publisher, reader)]
    for worker in pair:
        await worker.ready()
    traffic = Traffic(infrastructure, publisher, reader, publishing, pair)
    await traffic.tell_everybody()
    await eventually(traffic.all_applied)
    return traffic


async def test_a_killed_broker_stops_nothing_but_delivery_which_goes_on_when_it_is_back(traffic: Traffic) -> None:
    traffic.infrastructure.kill("rabbitmq")
    for _ in range(30):
        await traffic.tell_everybody()
        await asyncio.sleep(0.1)
    await traffic.is_back("rabbitmq")
    await traffic.everything_arrived_once_and_in_order()


async def test_a_killed_database_loses_nothing_that_was_committed(traffic: Traffic) -> None:
    async def tell_whatever_happens() -> None:
        for _ in range(30):
            with suppress(SQLAlchemyError, OSError, asyncpg.PostgresError):
                await traffic.tell_everybody()
            await asyncio.sleep(0.1)

    telling = asyncio.create_task(tell_whatever_happens())
    await asyncio.sleep(0.5)
    traffic.infrastructure.kill("postgresql")
    await telling
    await traffic.is_back("postgresql")
    await traffic.everything_arrived_once_and_in_order()


async def test_a_worker_that_starts_without_a_broker_waits_for_it_and_says_so(
    infrastructure: Instance, workers: Workers, declared: VirtualHost, reader: LedgerDatabase
) -> None:
    infrastructure.hold("rabbitmq")
    try:
        worker = workers.start(reader, declared.url_of("household"))

        async def answers() -> bool:
            try:
                return (await worker.get("/healthz"))[0] == 200
            except OSError:
                return False

        await eventually(answers)
        status, body = await worker.get("/readyz")
        assert status == 503
        assert '"database": true' in body
        assert '"bus": false' in body
    finally:
        infrastructure.release("rabbitmq")
    await worker.ready(60)
