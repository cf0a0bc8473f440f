"""The worker as a process, on a broker of its own: household's news go out, the others' come in, idle drafts
and families that nobody confirmed leave."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import aio_pika
import pytest

from cli import broker
from libs.contracts.documents.v1 import DocumentScanned
from libs.contracts.envelope import CONTENT_TYPE, Envelope
from libs.contracts.event import Event
from libs.contracts.identity.v1 import AccountActivated, AccountClosed
from tests.conftest import EnvironmentFor
from tests.support.broker import VirtualHost
from tests.support.household_driver import HouseholdDriver, Registered
from tests.support.household_families import a_family

StartWorker = Callable[[dict[str, str]], subprocess.Popen[bytes]]


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[StartWorker]:
    started: list[subprocess.Popen[bytes]] = []

    def start(variables: dict[str, str]) -> subprocess.Popen[bytes]:
        with (tmp_path / "worker.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "services.household.worker"],
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


async def test_events_go_out_and_come_in_and_idle_drafts_leave(
    household: HouseholdDriver,
    fresh_vhost: VirtualHost,
    environment_for: EnvironmentFor,
    start_worker: StartWorker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KIOSQUE_OPERATOR_BROKER_URL", fresh_vhost.operator_url)
    monkeypatch.setenv("KIOSQUE_OPERATOR_BROKER_API", fresh_vhost.api_url)
    await broker.declare()
    forms = a_family().with_child()
    writer = await household.drafted(forms)
    child = f"child-{next(iter(forms.children))}"
    late = household.papers.join(child, "pai", scan="pending")
    told = (await household.terminates(writer, forms)).json()
    family = Registered(writer.id, UUID(told["family_id"]), told["family_code"], forms)
    dormant = await household.registered()
    idle = await household.drafted(a_family())
    await household.fetch("UPDATE drafts SET written_at = now() - interval '49 hours' WHERE family_id IS NULL")

    variables = environment_for("household-worker", database=household.database, vhost=fresh_vhost)
    process = start_worker(variables | {"HOUSEHOLD_WORKER_PORT": str(_free_port())})
    received = await _receive(fresh_vhost, "documents", 5)
    assert {event.type for event in received} == {
        "household.family.registered.v1",
        "household.submission.made.v1",
        "household.registration.abandoned.v1",
    }
    assert {event.subject for event in received} >= {str(family.family_id), str(idle.id)}
    assert process.poll() is None

    activated = AccountActivated(
        account_id=uuid4(), family_id=family.family_id, email="a@example.org", activated_at=datetime.now(UTC)
    )
    await _publish(fresh_vhost, "identity", activated)
    await _publish(fresh_vhost, "documents", DocumentScanned(document_id=late, verdict="infected"))

    async def heard() -> bool:
        listed = (await household.work_list())["items"]
        return bool(listed and listed[0]["undecided"] == listed[0]["items"] - 1)

    await _until(heard)

    closed = AccountClosed(
        account_id=dormant.registration_id,
        family_id=dormant.family_id,
        reason="never_activated",
        closed_at=datetime.now(UTC),
    )
    await _publish(fresh_vhost, "identity", closed)
    [erased] = await _receive(fresh_vhost, "documents", 1)
    assert (erased.type, erased.subject) == ("household.family.erased.v1", str(dormant.family_id))
    assert await household.fetch("SELECT 1 FROM families WHERE id = $1", dormant.family_id) == []


async def _receive(vhost: VirtualHost, service: str, number: int) -> list[Envelope]:
    received: list[Envelope] = []
    async with await aio_pika.connect(vhost.url_of(service)) as bus:
        channel = await bus.channel()
        queue = await channel.get_queue(f"kiosque.{service}", ensure=False)
        async with asyncio.timeout(30), queue.iterator() as messages:
            async for delivery in messages:
                await delivery.ack()
                received.append(Envelope.from_json(delivery.body))
                if len(received) == number:
                    break
    return received


async def _publish(vhost: VirtualHost, service: str, event: Event) -> None:
    envelope = Envelope(
        id=uuid4(),
        source=service,
        type=event.type,
        subject=event.subject,
        time=datetime.now(UTC),
        aggregate_version=1,
        correlation_id=str(uuid4()),
        causation_id=None,
        traceparent=None,
        data=event.model_dump(mode="json"),
    )
    async with await aio_pika.connect(vhost.url_of(service)) as bus:
        channel = await bus.channel(on_return_raises=True)
        exchange = await channel.get_exchange("kiosque.events", ensure=False)
        message = aio_pika.Message(
            envelope.to_json(), content_type=CONTENT_TYPE, delivery_mode=2, message_id=str(envelope.id)
        )
        await exchange.publish(message, routing_key=envelope.type, mandatory=True)


async def _until(done: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await done():  # noqa: ASYNC110 - another process tells no event
            await asyncio.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
