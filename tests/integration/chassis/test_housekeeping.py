"""What need not be kept is deleted; what was not done yet never is."""

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from libs.chassis.db import Database
from libs.chassis.housekeeping import keep_house
from tests.integration.chassis.conftest import LedgerDatabase, Workers
from tests.integration.chassis.ledger.tables import CHASSIS
from tests.support.broker import VirtualHost


async def test_old_rows_go_and_unfinished_ones_stay_however_old(reading: Database, reader: LedgerDatabase) -> None:
    for age in ("29 days", "31 days"):
        await reader.fetch(
            "INSERT INTO outbox (event_id, type, subject, envelope, created_at, published_at) VALUES"
            f" (gen_random_uuid(), 'sent', '{age}', '', now() - interval '{age}', now()),"
            f" (gen_random_uuid(), 'unsent', '{age}', '', now() - interval '{age}', NULL)"
        )
    for age in ("34 days", "36 days"):
        await reader.fetch(
            "INSERT INTO inbox (event_id, type, source, subject, envelope, state, received_at, applied_at) VALUES"
            f" (gen_random_uuid(), 'applied', '', '{age}', '', 'applied', now(), now() - interval '{age}'),"
            f" (gen_random_uuid(), 'pending', '', '{age}', '', 'pending', now() - interval '{age}', NULL),"
            f" (gen_random_uuid(), 'dead', '', '{age}', '', 'dead', now() - interval '{age}', NULL)"
        )
    for age in ("23 hours", "25 hours"):
        await reader.fetch(
            "INSERT INTO idempotency (subject, key, body_hash, status, location, created_at)"
            f" VALUES ('visitor', '{age}', '', 201, '/', now() - interval '{age}')"
        )
    await keep_house(reading, CHASSIS)
    async with reading.reading() as connection:
        outbox = {tuple(row) for row in await connection.execute(text("SELECT type, subject FROM outbox"))}
        inbox = {tuple(row) for row in await connection.execute(text("SELECT type, subject FROM inbox"))}
        keys = [row.key for row in await connection.execute(text("SELECT key FROM idempotency"))]
    assert outbox == {("sent", "29 days"), ("unsent", "29 days"), ("unsent", "31 days")}
    assert inbox == {("applied", "34 days")} | {
        (state, age) for state in ("pending", "dead") for age in ("34 days", "36 days")
    }
    assert keys == ["23 hours"]


async def test_a_worker_tells_its_backlog_and_readiness(
    workers: Workers, declared: VirtualHost, reader: LedgerDatabase
) -> None:
    worker = workers.start(reader, declared.url_of("household"))
    await worker.ready()
    await reader.fetch(
        "INSERT INTO inbox (event_id, type, source, subject, envelope, state)"
        " VALUES (gen_random_uuid(), 't', 's', 'x', '', 'dead')"
    )
    await reader.fetch(
        "INSERT INTO outbox (event_id, type, subject, envelope, created_at, next_attempt_at, last_error)"
        " VALUES (gen_random_uuid(), 't', 'x', '', now() - interval '90 seconds', now() + interval '1 hour', 'refused')"
    )
    status, body = await worker.get("/metrics")
    assert status == 200
    values = {sample.name: sample.value for family in text_string_to_metric_families(body) for sample in family.samples}
    assert values["kiosque_inbox_dead"] == 1
    assert values["kiosque_outbox_unsent"] == values["kiosque_outbox_refused_now"] == 1
    assert 90 <= values["kiosque_outbox_oldest_unsent_seconds"] < 120
    assert (await worker.get("/healthz"))[0] == 200
    assert worker.stop() == 0
    lines = worker.log.read_text().splitlines()
    assert lines
    assert all(line.startswith("{") for line in lines), "a worker logs JSON and nothing else"
