"""Accounts that nobody activates, by PostgreSQL's clock."""

from datetime import datetime, timedelta

import asyncpg

from tests.integration.identity.conftest import Identity, problem
from tests.integration.identity.test_claiming import claims, gives_code, imports, opened

CLOSED = "identity.account.closed.v1"


async def days_ago(identity: Identity, days: int) -> None:
    """Let the wait for the activation have begun so long ago; every link sent by now is dead."""
    await identity.fetch("UPDATE accounts SET activation_asked_at = now() - $1::interval", timedelta(days=days))
    await identity.fetch("UPDATE activation_links SET expires_at = now() - interval '1 second'")


async def closed(identity: Identity) -> list[dict[str, object]]:
    return [event.data for event in await identity.events() if event.type == CLOSED]


async def test_the_holder_is_reminded_then_the_account_closes_with_all_it_had(identity: Identity) -> None:
    registration = await identity.waits_for_activation()
    await days_ago(identity, 24)
    assert await identity.run_job("remind of activation") == 1
    assert await identity.run_job("remind of activation") == 0
    assert await identity.run_job("close never activated") == 0
    reminder = (await identity.events())[-1]
    [row] = await identity.fetch("SELECT activation_asked_at FROM accounts")
    assert datetime.fromisoformat(reminder.data["closes_at"]) == row["activation_asked_at"] + timedelta(days=30)
    token = (await identity.mailed_tokens())[-1]

    await identity.fetch("UPDATE accounts SET activation_asked_at = now() - interval '31 days'")
    assert await identity.run_job("close never activated") == 0  # the reminder's link is still good
    await days_ago(identity, 31)
    assert await identity.run_job("close never activated") == 1
    [event] = await closed(identity)
    assert (event["account_id"], event["reason"], event["family_stays"]) == (
        str(registration.id), "never_activated", False,
    )  # fmt: skip
    for table in ("accounts", "sessions", "activation_links"):
        assert await identity.fetch(f"SELECT * FROM {table}") == [], table
    assert problem(await identity.call("POST", "/activations", {"token": token})) == "unknown-link"
    assert problem(await identity.signs_in()) == "wrong-credentials"
    assert ("service", "account.closed", "never-activated") in await identity.audited()


async def test_whoever_activates_at_that_very_moment_keeps_the_account(identity: Identity) -> None:
    registration = await identity.waits_for_activation()
    await days_ago(identity, 24)
    await identity.run_job("remind of activation")
    await days_ago(identity, 31)
    activating = await asyncpg.connect(identity.database.dsn)
    transaction = activating.transaction()
    await transaction.start()
    await activating.execute(
        "UPDATE accounts SET activated_at = now(), version = version + 1 WHERE id = $1", registration.id
    )
    assert await identity.run_job("close never activated") == 0
    await transaction.commit()
    await activating.close()
    assert await identity.run_job("close never activated") == 0
    assert await closed(identity) == []


async def test_a_known_family_keeps_all_it_has_and_claims_again(identity: Identity) -> None:
    family_id = await imports(identity)
    code = (await gives_code(identity, family_id)).json()["claim_code"]
    await identity.describes(await opened(identity, "00042", code))
    await days_ago(identity, 24)
    await identity.run_job("remind of activation")
    await days_ago(identity, 31)
    assert await identity.run_job("close never activated") == 1
    [event] = await closed(identity)
    assert (event["family_id"], event["family_stays"]) == (str(family_id), True)
    assert problem(await claims(identity, "00042", code)) == "wrong-claim"
    again = (await gives_code(identity, family_id)).json()["claim_code"]
    assert (await identity.describes(await opened(identity, "00042", again))).status_code == 204
