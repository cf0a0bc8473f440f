"""What an operator does, on real servers, through the command itself."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import aio_pika

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import AccountActivated
from tests.integration.cli.conftest import Kiosque, change
from tests.support.broker import VirtualHost
from tests.support.databases import ServiceDatabase

CANARY = "canari@example.org"


async def a_dead_event(household: ServiceDatabase) -> UUID:
    event = AccountActivated(account_id=uuid4(), family_id=uuid4(), email=CANARY, activated_at=datetime.now(UTC))
    envelope = Envelope(
        id=uuid4(), source="identity", type=event.type, subject=event.subject, time=datetime.now(UTC),
        aggregate_version=1, correlation_id=str(uuid4()), causation_id=None, traceparent=None,
        data=event.model_dump(mode="json"),
    )  # fmt: skip
    await change(
        household,
        "INSERT INTO inbox (event_id, type, source, subject, envelope, state, attempts, last_error)"
        " VALUES ($1, $2, 'identity', $3, $4, 'dead', 8, 'ValueError at on_account_activated.py:12')",
        envelope.id, envelope.type, envelope.subject, envelope.to_json().decode(),
    )  # fmt: skip
    return envelope.id


async def test_a_dead_event_is_listed_shown_without_its_data_and_replayed(
    kiosque: Kiosque, household: ServiceDatabase
) -> None:
    event_id = await a_dead_event(household)

    listed = await kiosque("bus", "dead", "--service", "household", "--json")
    (row,) = json.loads(listed.stdout)
    assert (row["event_id"], row["attempts"]) == (str(event_id), 8)
    assert CANARY not in listed.output

    shown = await kiosque("bus", "dead", "--show", str(event_id), "--service", "household")
    assert json.loads(shown.stdout)["data"]["email"] == "not shown"
    assert CANARY not in shown.output
    asked_for = await kiosque("bus", "dead", "--show", str(event_id), "--with-data", "--service", "household")
    assert json.loads(asked_for.stdout)["data"]["email"] == CANARY

    assert (
        "1 back in line." in (await kiosque("bus", "dead", "--replay", str(event_id), "--service", "household")).output
    )
    (again,) = await change(household, "SELECT state, attempts FROM inbox")
    assert (again["state"], again["attempts"]) == ("pending", 0)
    assert "No dead event." in (await kiosque("bus", "dead", "--service", "household")).output


async def test_all_dead_events_are_replayed_but_what_is_no_event(kiosque: Kiosque, household: ServiceDatabase) -> None:
    await a_dead_event(household)
    await a_dead_event(household)
    await change(
        household,
        "INSERT INTO inbox (event_id, type, source, subject, envelope, state)"
        " VALUES (gen_random_uuid(), '', 'malformed', 'x', 'nonsense', 'dead')",
    )
    assert "2 back in line." in (await kiosque("bus", "dead", "--all", "--service", "household")).output
    left = json.loads((await kiosque("bus", "dead", "--service", "household", "--json")).stdout)
    assert [event["source"] for event in left] == ["malformed"]


async def test_an_event_that_is_not_dead_is_said_to_be_none(kiosque: Kiosque) -> None:
    refused = await kiosque("bus", "dead", "--replay", str(uuid4()), "--service", "household")
    assert refused.exit_code == 1
    assert "There is no dead event" in str(refused.exception)


async def test_what_was_published_since_is_published_again(kiosque: Kiosque, household: ServiceDatabase) -> None:
    for age in ("1 hour", "3 days"):
        await change(
            household,
            "INSERT INTO outbox (event_id, type, subject, envelope, created_at, published_at)"
            f" VALUES (gen_random_uuid(), 't', 's', '{{}}', now() - interval '{age}', now())",
        )
    assert "household: 1 to be" in (await kiosque("bus", "republish", "--since", "6h", "--service", "household")).output
    (state,) = json.loads((await kiosque("outbox", "status", "--service", "household", "--json")).stdout)
    assert (state["unsent"], state["refused_events"]) == (1, [])
    assert "household: 1 to be" in (await kiosque("bus", "republish", "--since", "7d", "--service", "household")).output


async def test_a_refused_event_is_shown_with_its_reason(kiosque: Kiosque, household: ServiceDatabase) -> None:
    await change(
        household,
        "INSERT INTO outbox (event_id, type, subject, envelope, attempts, last_error)"
        " VALUES (gen_random_uuid(), 'household.child.changed.v1', 's', '{}', 4, 'PublishError')",
    )
    shown = (await kiosque("outbox", "status", "--service", "household")).output
    assert "PublishError" in shown
    assert "kiosque doctor" in shown


async def test_the_bus_is_declared_once_and_what_no_contract_names_is_unbound(
    kiosque: Kiosque, fresh_vhost: VirtualHost
) -> None:
    first = await kiosque("bus", "declare")
    assert "bound household.child.changed.v1 to kiosque.schooling" in first.output
    async with await aio_pika.connect(fresh_vhost.operator_url) as connection:
        queue = await (await connection.channel()).get_queue("kiosque.schooling")
        await queue.bind("kiosque.events", "household.#")
    second = await kiosque("bus", "declare")
    assert "unbound household.# from kiosque.schooling" in second.output
    third = await kiosque("bus", "declare")
    assert third.output == "The bus was already what the contracts say.\n"
