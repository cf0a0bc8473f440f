"""A delivery is stored, committed, acknowledged; whatever it is, and however often it comes."""

import aio_pika
import pytest

from cli import broker
from deploy.local.instance import Instance
from libs.chassis.db import Database
from tests.integration.chassis.conftest import (
    LedgerDatabase,
    Reading,
    eventually,
    operator_exchange,
    running,
    waiting,
)
from tests.integration.chassis.ledger.events import activated, enveloped
from tests.support.broker import VirtualHost

TYPE = "identity.account.activated.v1"


async def test_a_hundred_deliveries_of_one_event_have_one_effect(
    in_process: Reading, declared: VirtualHost, reader: LedgerDatabase
) -> None:
    document = enveloped(activated()).to_json()
    async with running(in_process.receiver.run(), in_process.applier.run()), operator_exchange(declared) as exchange:
        for _ in range(100):
            await exchange.publish(aio_pika.Message(document), TYPE)
        last = enveloped(activated())
        await exchange.publish(aio_pika.Message(last.to_json()), TYPE)

        async def last_applied() -> bool:
            return await reader.value("SELECT count(*) FROM notes WHERE subject = $1", last.subject) == 1

        await eventually(last_applied)
    assert await reader.value("SELECT count(*) FROM notes") == 2
    assert await waiting(declared, "household") == 0


MALFORMED = {
    "no JSON": b"\xff\xfe not json",
    "no object": b"[1, 2]",
    "no CloudEvent": b'{"id": "x"}',
    "too deep": b"[" * 100_000,
    "empty": b"",
    "without an id": enveloped(activated()).to_json().replace(b'"id"', b'"di"'),
    "a NUL in its subject": enveloped(activated()).to_json().replace(b'"subject": "', b'"subject": "\\u0000'),
    "half a character in its subject": enveloped(activated())
    .to_json()
    .replace(b'"subject": "', b'"subject": "\\ud800'),
    "a version that is no number": enveloped(activated())
    .to_json()
    .replace(b'"aggregateversion": 1', b'"aggregateversion": null'),
    "another service's name": enveloped(activated()).to_json().replace(b"/kiosque/identity", b"/kiosque/household"),
    "another type": enveloped(activated()).to_json().replace(TYPE.encode(), b"household.family.registered.v1"),
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_what_is_no_event_is_kept_as_dead_and_holds_nobody_back(
    in_process: Reading, declared: VirtualHost, reader: LedgerDatabase, body: bytes
) -> None:
    async with running(in_process.receiver.run(), in_process.applier.run()), operator_exchange(declared) as exchange:
        for _ in range(2):
            await exchange.publish(aio_pika.Message(body), TYPE)
        await exchange.publish(aio_pika.Message(enveloped(activated()).to_json()), TYPE)

        async def next_applied() -> bool:
            return await reader.value("SELECT count(*) FROM notes") == 1

        await eventually(next_applied)
    rows = await reader.fetch("SELECT state, source, last_error FROM inbox WHERE state <> 'applied'")
    assert [(row["state"], row["source"]) for row in rows] == [("dead", "malformed")]
    assert rows[0]["last_error"].startswith("malformed: ")
    assert await waiting(declared, "household") == 0


async def test_while_the_database_is_away_nothing_is_consumed(
    in_process: Reading,
    declared: VirtualHost,
    reader: LedgerDatabase,
    reading: Database,
    infrastructure: Instance,
) -> None:
    async with running(in_process.receiver.run(), in_process.applier.run()), operator_exchange(declared) as exchange:

        async def consuming() -> bool:
            return in_process.receiver.consuming

        await eventually(consuming)
        infrastructure.postgresql.execute(
            f"ALTER DATABASE {reader.name} ALLOW_CONNECTIONS false;"
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{reader.name}';"
        )
        try:
            for number in range(1, 21):
                await exchange.publish(aio_pika.Message(enveloped(activated(), number).to_json()), TYPE)

            async def all_given_back() -> bool:
                return await waiting(declared, "household") == 20

            await eventually(all_given_back)
            assert not in_process.receiver.consuming
        finally:
            infrastructure.postgresql.execute(f"ALTER DATABASE {reader.name} ALLOW_CONNECTIONS true;")

        async def all_applied() -> bool:
            return await reader.value("SELECT count(*) FROM notes") == 20

        await eventually(all_applied)
    assert not await reader.value("SELECT max(attempts) FROM inbox WHERE attempts > 1")


async def test_a_queue_deleted_and_declared_again_is_read_again(
    in_process: Reading, declared: VirtualHost, reader: LedgerDatabase
) -> None:
    async with running(in_process.receiver.run(), in_process.applier.run()):

        async def consuming() -> bool:
            return in_process.receiver.consuming

        async def not_consuming() -> bool:
            return not in_process.receiver.consuming

        await eventually(consuming)
        async with await aio_pika.connect(declared.operator_url) as connection:
            await (await connection.channel()).queue_delete("kiosque.household")
        await eventually(not_consuming)
        await broker.declare()
        await eventually(consuming)
        async with operator_exchange(declared) as exchange:
            await exchange.publish(aio_pika.Message(enveloped(activated()).to_json()), TYPE)

        async def applied() -> bool:
            return await reader.value("SELECT count(*) FROM notes") == 1

        await eventually(applied)
