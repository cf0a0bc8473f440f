"""The relay publishes what was committed, in order, and marks only what a queue has taken."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import aio_pika
import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from cli.examinations import topology
from libs.chassis.backlog import observe_backlog
from libs.chassis.bus import Bus
from libs.chassis.db import Database
from libs.chassis.relay import Relay
from libs.contracts.event import Event
from libs.contracts.household.v1 import RegistrationAbandoned
from tests.integration.chassis.conftest import LedgerDatabase, Workers, eventually, running, waiting
from tests.integration.chassis.ledger.events import activated, expired
from tests.integration.chassis.ledger.service import LedgerUow, tell
from tests.integration.chassis.ledger.tables import CHASSIS
from tests.support.broker import VirtualHost


@pytest.fixture
def relay(publishing: Database, declared: VirtualHost) -> Relay:
    bus = Bus(declared.url_of("identity"), name="test relay", pause_seconds=0.1)
    return Relay(publishing, CHASSIS, bus, wake=asyncio.Event(), poll_seconds=0.05)


@pytest.fixture
def relay_of_documents(publishing: Database, declared: VirtualHost) -> Relay:
    bus = Bus(declared.url_of("documents"), name="test relay", pause_seconds=0.1)
    return Relay(publishing, CHASSIS, bus, wake=asyncio.Event(), poll_seconds=0.05)


@asynccontextmanager
async def unbound(vhost: VirtualHost, service: str, event: type[Event]) -> AsyncIterator[None]:
    """Without the binding while the block runs."""
    async with await aio_pika.connect(vhost.operator_url) as connection:
        queue = await (await connection.channel()).get_queue(f"kiosque.{service}")
        await queue.unbind("kiosque.events", event.type)
        yield
        await queue.bind("kiosque.events", event.type)


async def unsent(publisher: LedgerDatabase) -> list[str]:
    rows = await publisher.fetch("SELECT type FROM outbox WHERE published_at IS NULL ORDER BY id")
    return [row["type"] for row in rows]


async def test_an_event_that_no_queue_takes_stays_unsent_and_alarms_and_holds_back_its_own_subject_alone(
    relay_of_documents: Relay, publishing: Database, publisher: LedgerDatabase, declared: VirtualHost
) -> None:
    # documents publishes; the type is read by household alone
    lost, other = expired(), expired()
    refused = REGISTRY.get_sample_value("kiosque_outbox_refused_total", {"type": lost.type}) or 0.0
    async with running(relay_of_documents.run()):
        async with unbound(declared, "household", type(lost)):
            await tell(publishing, "documents", [(lost, 1), (lost, 2)])

            async def tried_twice() -> bool:
                return int(await publisher.value("SELECT attempts FROM outbox ORDER BY id LIMIT 1") or 0) >= 2  # type: ignore[call-overload, no-any-return]

            await eventually(tried_twice)
            rows = await publisher.fetch("SELECT attempts, last_error, published_at FROM outbox ORDER BY id")
            assert rows[0]["published_at"] is None
            assert rows[0]["last_error"] == "PublishError"
            assert (rows[1]["attempts"], rows[1]["published_at"]) == (0, None)
            assert await topology.problems()
            await observe_backlog(publishing)
            assert REGISTRY.get_sample_value("kiosque_outbox_unsent") == 2
            assert REGISTRY.get_sample_value("kiosque_outbox_refused_now") == 1
            assert (REGISTRY.get_sample_value("kiosque_outbox_refused_total", {"type": lost.type}) or 0) >= refused + 2
        await tell(publishing, "documents", [(other, 1)])

        async def all_sent() -> bool:
            return not await unsent(publisher)

        await eventually(all_sent)
    assert await waiting(declared, "household") == 3


async def test_other_subjects_overtake_one_that_waits(
    relay: Relay, publishing: Database, publisher: LedgerDatabase, declared: VirtualHost
) -> None:
    # no queue ever takes a type of another service's prefix: the broker refuses, and closes the channel
    forbidden = RegistrationAbandoned(registration_id=uuid4())
    await tell(publishing, "identity", [(activated(), 1), (forbidden, 1), (activated(), 1), (activated(), 1)])
    async with running(relay.run()):

        async def only_the_forbidden_is_left() -> bool:
            return await unsent(publisher) == [forbidden.type]

        await eventually(only_the_forbidden_is_left)
    assert await publisher.value("SELECT last_error FROM outbox WHERE published_at IS NULL") == "ChannelAccessRefused"
    assert await waiting(declared, "household") >= 3  # one whose confirm the broken channel took along went out twice


async def test_a_confirm_hides_one_unbound_queue_of_two_and_the_doctor_tells(
    relay: Relay, publishing: Database, publisher: LedgerDatabase, declared: VirtualHost
) -> None:
    event = activated()
    async with running(relay.run()), unbound(declared, "notifications", type(event)):
        await tell(publishing, "identity", [(event, 1)])

        async def sent() -> bool:
            return not await unsent(publisher)

        await eventually(sent)
        assert f"kiosque.notifications does not get {event.type}: run" in "".join(await topology.problems())
    assert "does not get" not in "".join(await topology.problems())


async def test_a_row_that_commits_late_is_not_passed_over(
    relay: Relay, publishing: Database, publisher: LedgerDatabase
) -> None:
    async with (
        running(relay.run()),
        LedgerUow(publishing, CHASSIS, source="identity", translate=lambda _: None) as late,
    ):
        await late.connection.execute(
            text(
                "INSERT INTO outbox (event_id, type, subject, envelope)"
                " VALUES (gen_random_uuid(), 'identity.account.activated.v1', 'late', '{}')"
            )
        )
        await tell(publishing, "identity", [(activated(), 1)])

        async def the_later_id_is_sent() -> bool:
            return await publisher.value("SELECT count(*) FROM outbox WHERE published_at IS NOT NULL") == 1

        await eventually(the_later_id_is_sent)
        await late.commit()

        async def both_are_sent() -> bool:
            return await publisher.value("SELECT count(*) FROM outbox WHERE published_at IS NOT NULL") == 2

        await eventually(both_are_sent)


async def test_a_standby_takes_over_from_a_killed_worker(
    workers: Workers,
    declared: VirtualHost,
    publisher: LedgerDatabase,
    publishing: Database,
) -> None:
    url = declared.url_of("identity")
    pair = [workers.start(publisher, url), workers.start(publisher, url)]
    for worker in pair:
        await worker.ready()

    async def one_is_active() -> bool:
        return bool(active_of())

    def active_of() -> list[int]:
        return [number for number, worker in enumerate(pair) if "worker active" in worker.log.read_text()]

    await eventually(one_is_active)
    assert len(active_of()) == 1
    (active,) = active_of()
    pair[active].kill()
    await tell(publishing, "identity", [(activated(), 1)])

    async def sent() -> bool:
        return not await unsent(publisher)

    await eventually(sent, 8)
    assert "worker active" in pair[1 - active].log.read_text()
