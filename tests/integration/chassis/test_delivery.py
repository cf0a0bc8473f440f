"""An event's way: outbox, relay, exchange, queue, inbox, applier."""

import json
from uuid import uuid4

from libs.chassis.db import Database
from tests.integration.chassis.conftest import LedgerDatabase, Workers, eventually
from tests.integration.chassis.ledger.events import activated
from tests.integration.chassis.ledger.service import tell
from tests.support.broker import VirtualHost


async def test_what_is_committed_here_is_applied_there_once_and_in_order(
    workers: Workers,
    declared: VirtualHost,
    publisher: LedgerDatabase,
    reader: LedgerDatabase,
    publishing: Database,
) -> None:
    first = workers.start(publisher, declared.url_of("identity"))
    second = workers.start(reader, declared.url_of("household"))
    await first.ready()
    await second.ready()
    accounts = [uuid4() for _ in range(5)]
    for number in range(1, 41):
        await tell(publishing, "identity", [(activated(account), number) for account in accounts])

    async def all_applied() -> bool:
        return await reader.value("SELECT count(*) FROM notes") == 200

    await eventually(all_applied)
    for account in accounts:
        rows = await reader.fetch("SELECT number FROM notes WHERE subject = $1 ORDER BY id", str(account))
        assert [row["number"] for row in rows] == list(range(1, 41))
    assert await publisher.value("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0
    assert first.stop() == 0
    assert second.stop() == 0


async def test_an_event_told_while_another_is_applied_names_it_as_its_cause(
    workers: Workers,
    declared: VirtualHost,
    publisher: LedgerDatabase,
    reader: LedgerDatabase,
    publishing: Database,
) -> None:
    for database in (publisher, reader):
        await workers.start(database, declared.url_of(database.service)).ready()
    await tell(publishing, "identity", [(activated(email="echo@example.org"), 1)])

    async def echoed() -> bool:
        return await reader.value("SELECT count(*) FROM outbox") == 1

    await eventually(echoed)
    cause = json.loads(str(await publisher.value("SELECT envelope FROM outbox")))
    effect = json.loads(str(await reader.value("SELECT envelope FROM outbox")))
    assert effect["causationid"] == cause["id"]
    assert effect["correlationid"] == cause["correlationid"]
    assert effect["traceparent"][:35] == cause["traceparent"][:35]
