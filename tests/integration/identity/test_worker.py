"""The worker as a process, on a broker of its own: household's news come in, identity's go out."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import aio_pika
import asyncpg
import pytest

from cli import broker
from libs.chassis.sealing import Opener
from libs.contracts.envelope import CONTENT_TYPE, Envelope
from libs.contracts.household.v1 import FamilyRegistered
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.support.broker import VirtualHost

StartWorker = Callable[[dict[str, str]], subprocess.Popen[bytes]]


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[StartWorker]:
    started: list[subprocess.Popen[bytes]] = []

    def start(variables: dict[str, str]) -> subprocess.Popen[bytes]:
        with (tmp_path / "worker.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "services.identity.worker"],
                env={"PATH": os.defpath, **variables},
                stdout=log,
                stderr=log,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.wait(15)


async def test_a_family_becomes_an_account_and_a_sealed_link_leaves(
    fresh_database: FreshDatabase,
    fresh_vhost: VirtualHost,
    environment_for: EnvironmentFor,
    start_worker: StartWorker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KIOSQUE_OPERATOR_BROKER_URL", fresh_vhost.operator_url)
    monkeypatch.setenv("KIOSQUE_OPERATOR_BROKER_API", fresh_vhost.api_url)
    await broker.declare()
    database = await fresh_database("identity")
    variables = environment_for("identity-worker", database=database, vhost=fresh_vhost)
    variables |= {
        "IDENTITY_WORKER_PORT": str(_free_port()),
        "IDENTITY_RETRY_SECONDS": "0.1",
        "IDENTITY_APPLY_TRIES": "2",
    }
    registration_id = uuid4()
    connection = await asyncpg.connect(database.dsn)
    await connection.execute(
        "INSERT INTO accounts (id, email, email_key, address_checked, version) VALUES ($1, $2, $2, true, 1)",
        registration_id,
        "anne@example.org",
    )
    process = start_worker(variables)
    unknown, known = _registered(uuid4(), "00041"), _registered(registration_id, "00042")
    async with await aio_pika.connect(fresh_vhost.url_of("household")) as bus:
        channel = await bus.channel(on_return_raises=True)
        exchange = await channel.get_exchange("kiosque.events", ensure=False)
        for envelope in (unknown, known):
            message = aio_pika.Message(
                envelope.to_json(), content_type=CONTENT_TYPE, delivery_mode=2, message_id=str(envelope.id)
            )
            await exchange.publish(message, routing_key=envelope.type, mandatory=True)

    async with await aio_pika.connect(fresh_vhost.url_of("notifications")) as bus:
        channel = await bus.channel()
        queue = await channel.get_queue("kiosque.notifications", ensure=False)
        received = []
        async with asyncio.timeout(30), queue.iterator() as messages:
            async for delivery in messages:
                await delivery.ack()
                received.append(Envelope.from_json(delivery.body))
                if len(received) == 2:
                    break
    assert process.poll() is None
    assert [event.type for event in received] == ["identity.account.registered.v1", "identity.activation.requested.v1"]
    assert {event.causation_id for event in received} == {str(known.id)}
    sealed = received[1].data["sealed_token"]
    private = environment_for("notifications-worker")["NOTIFICATIONS_SEALING_PRIVATE_KEY"]
    assert len(Opener(private).open(sealed)) == 43

    async def state_of_the_unknown() -> str:
        return str(await connection.fetchval("SELECT state FROM inbox WHERE event_id = $1", unknown.id))

    async with asyncio.timeout(15):
        while await state_of_the_unknown() != "dead":  # noqa: ASYNC110 - another process tells no event
            await asyncio.sleep(0.1)
    assert await connection.fetchval("SELECT count(*) FROM accounts") == 1
    await connection.close()


def _registered(registration_id: UUID, code: str) -> Envelope:
    event = FamilyRegistered(
        family_id=uuid4(),
        family_code=code,
        registration_id=registration_id,
        adult_ids=[uuid4()],
        child_ids=[],
        registered_at=datetime.now(UTC),
    )
    return Envelope(
        id=uuid4(),
        source="household",
        type=event.type,
        subject=event.subject,
        time=datetime.now(UTC),
        aggregate_version=1,
        correlation_id=str(uuid4()),
        causation_id=None,
        traceparent=None,
        data=event.model_dump(mode="json"),
    )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
