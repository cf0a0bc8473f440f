"""Stored events are applied in order per subject; one that always fails ends dead and alone."""

import asyncio
from uuid import UUID, uuid4

import pytest

from libs.chassis.db import Database
from libs.contracts.envelope import Envelope
from tests.integration.chassis.conftest import LedgerDatabase, Reading, Workers, eventually, running
from tests.integration.chassis.ledger.events import activated, enveloped
from tests.integration.chassis.ledger.service import tell
from tests.support.broker import VirtualHost


async def store(reader: LedgerDatabase, envelope: Envelope) -> None:
    await reader.fetch(
        "INSERT INTO inbox (event_id, type, source, subject, envelope) VALUES ($1, $2, $3, $4, $5)",
        envelope.id, envelope.type, envelope.source, envelope.subject, envelope.to_json().decode(),
    )  # fmt: skip


async def numbers(reader: LedgerDatabase, subject: UUID) -> list[int]:
    rows = await reader.fetch("SELECT number FROM notes WHERE subject = $1 ORDER BY id", str(subject))
    return [row["number"] for row in rows]


async def test_a_poison_event_ends_dead_and_holds_back_only_its_own_subject(
    in_process: Reading, reader: LedgerDatabase
) -> None:
    ill, well = uuid4(), uuid4()
    poison = enveloped(activated(ill, email="poison@example.org"), 1)
    await store(reader, poison)
    await store(reader, enveloped(activated(ill), 2))
    await store(reader, enveloped(activated(well), 1))
    await store(reader, enveloped(activated(ill), 3))

    async def well_is_done() -> bool:
        return await numbers(reader, well) == [1]

    async def died() -> bool:
        return await reader.value("SELECT state FROM inbox WHERE event_id = $1", poison.id) == "dead"

    async with running(in_process.applier.run()):
        await eventually(well_is_done)
        assert await numbers(reader, ill) == []
        await eventually(died)

        async def the_rest_goes_on() -> bool:
            return await numbers(reader, ill) == [2, 3]

        await eventually(the_rest_goes_on)
    row = (await reader.fetch("SELECT attempts, last_error FROM inbox WHERE event_id = $1", poison.id))[0]
    assert row["attempts"] == 3
    assert row["last_error"].startswith("ValueError at ")
    assert "poison" not in row["last_error"]


async def test_a_failed_event_is_not_tried_again_before_its_time(
    in_process: Reading, reader: LedgerDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_process.applier, "_retry_seconds", 3600)
    ill, well = uuid4(), uuid4()
    await store(reader, enveloped(activated(ill, email="poison@example.org"), 1))
    await store(reader, enveloped(activated(ill), 2))
    async with running(in_process.applier.run()):
        for number in range(1, 6):  # five rounds at least
            await store(reader, enveloped(activated(well), number))

            async def applied(number: int = number) -> bool:
                return number in await numbers(reader, well)

            await eventually(applied)
    rows = await reader.fetch("SELECT attempts FROM inbox WHERE subject = $1 ORDER BY position", str(ill))
    assert [row["attempts"] for row in rows] == [1, 0]


async def test_an_event_without_a_handler_ends_dead(in_process: Reading, reader: LedgerDatabase) -> None:
    unknown = enveloped(activated())
    await reader.fetch(
        "INSERT INTO inbox (event_id, type, source, subject, envelope) VALUES ($1, $2, $3, $4, $5)",
        unknown.id, "identity.nothing.known.v9", "identity", unknown.subject,
        unknown.to_json().decode().replace(unknown.type, "identity.nothing.known.v9"),
    )  # fmt: skip

    async def died() -> bool:
        return await reader.value("SELECT state FROM inbox") == "dead"

    async with running(in_process.applier.run()):
        await eventually(died)


async def test_a_worker_that_does_not_know_that_it_lost_its_place_does_nothing_twice(
    in_process: Reading, reader: LedgerDatabase
) -> None:
    accounts = [uuid4() for _ in range(3)]
    for number in range(1, 41):
        for account in accounts:
            await store(reader, enveloped(activated(account), number))

    async def all_applied() -> bool:
        return await reader.value("SELECT count(*) FROM inbox WHERE state = 'pending'") == 0

    async with running(in_process.applier.run(), in_process.applier.run(), in_process.applier.run()):
        await eventually(all_applied)
    for account in accounts:
        assert await numbers(reader, account) == list(range(1, 41))


async def test_order_is_kept_under_two_workers_and_kills(
    workers: Workers,
    declared: VirtualHost,
    publisher: LedgerDatabase,
    reader: LedgerDatabase,
    publishing: Database,
) -> None:
    accounts, rounds = [uuid4() for _ in range(4)], 120
    urls = {publisher: declared.url_of("identity"), reader: declared.url_of("household")}
    pairs = {database: [workers.start(database, url), workers.start(database, url)] for database, url in urls.items()}
    await asyncio.gather(*(worker.ready() for pair in pairs.values() for worker in pair))

    async def publish_all() -> None:
        for number in range(1, rounds + 1):
            await tell(publishing, "identity", [(activated(account), number) for account in accounts])
            await asyncio.sleep(0.05)

    async def kill_in_turn() -> None:
        for turn in range(4):
            await asyncio.sleep(1.2)
            for database, pair in pairs.items():
                pair[turn % 2].kill()
                pair[turn % 2] = workers.start(database, urls[database])

    await asyncio.gather(publish_all(), kill_in_turn())

    async def all_applied() -> bool:
        return await reader.value("SELECT count(*) FROM notes") >= rounds * len(accounts)  # type: ignore[operator]

    await eventually(all_applied, 40)
    for account in accounts:
        assert await numbers(reader, account) == list(range(1, rounds + 1))
