"""A forgotten password or code famille, from the request to the mailbox and back (security.md 13)."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from libs.chassis.auth import VISITOR
from services.identity.domain.session import digest
from tests.integration.identity.conftest import PASSWORD, Identity, problem

NEW = "Verdon06510"
RESET = "identity.password_reset.requested.v1"


async def asks(identity: Identity, identifier: str = "00042") -> httpx.Response:
    return await identity.call("POST", "/password-resets", {"identifier": identifier})


async def mailed(identity: Identity) -> list[str]:
    """The tokens that notifications would put into its mails, oldest first."""
    await identity.run_job("answer recoveries")
    return [
        identity.opener.open(event.data["sealed_token"]) for event in await identity.events() if event.type == RESET
    ]


async def link(identity: Identity) -> str:
    await asks(identity)
    return (await mailed(identity))[-1]


async def completes(identity: Identity, token: str, password: str = NEW) -> httpx.Response:
    return await identity.call("POST", "/password-resets/completion", {"token": token, "password": password})


async def test_the_whole_path_from_the_forgotten_password_to_the_new_one(identity: Identity) -> None:
    account = await identity.active()
    session = (await identity.signs_in()).json()
    answer = await asks(identity, "Anne@example.org")
    assert (answer.status_code, answer.json()) == (202, None)
    [token] = await mailed(identity)
    assert await identity.fetch("SELECT * FROM recoveries") == []
    looked = await identity.call("GET", f"/password-resets/{token}")
    assert (looked.status_code, looked.json()) == (200, {})

    changed = await completes(identity, token)
    assert (changed.status_code, changed.content) == (204, b"")
    assert not any("cookie" in name or "session" in name for name in changed.headers)
    assert problem(await identity.introspects(session["session_token"])) == "unknown-session"
    assert await identity.fetch("SELECT * FROM sessions WHERE account_id = $1", account.id) == []
    assert await identity.fetch("SELECT * FROM known_devices WHERE account_id = $1", account.id) == []
    assert problem(await identity.signs_in(password=PASSWORD)) == "wrong-credentials"
    assert (await identity.signs_in(password=NEW)).status_code == 201
    told = [event for event in await identity.events() if event.type == "identity.password.changed.v1"]
    assert [event.data["account_id"] for event in told] == [str(account.id)]
    assert ("visitor", "password.changed", "forgotten") in await identity.audited()


async def test_the_token_rests_hashed_travels_sealed_and_lives_an_hour(identity: Identity) -> None:
    await identity.active()
    token = await link(identity)
    [row] = await identity.fetch("SELECT token_hash, expires_at FROM password_resets")
    assert row["token_hash"] == digest(token)
    assert abs(row["expires_at"] - datetime.now(UTC) - timedelta(minutes=60)) < timedelta(minutes=2)
    assert not any(token in str(event["envelope"]) for event in await identity.fetch("SELECT envelope FROM outbox"))
    await identity.fetch("UPDATE password_resets SET expires_at = now()")
    for answer in (await identity.call("GET", f"/password-resets/{token}"), await completes(identity, token)):
        assert (answer.status_code, problem(answer)) == (404, "unknown-link")
    await identity.run_job("purge password resets")
    assert await identity.fetch("SELECT * FROM password_resets") == []


async def test_a_used_link_is_dead_and_so_is_every_other(identity: Identity) -> None:
    await identity.active()
    await asks(identity)
    await asks(identity)
    first, second = await mailed(identity)
    assert (await completes(identity, second)).status_code == 204
    for token in (first, second):
        assert (await identity.call("GET", f"/password-resets/{token}")).status_code == 404
        assert problem(await completes(identity, token, "Esteron06510")) == "unknown-link"
    assert (await identity.signs_in(password=NEW)).status_code == 201


async def test_of_fifty_at_once_one_wins(identity: Identity) -> None:
    await identity.active()
    token = await link(identity)
    passwords = [f"Verdon{number:05}" for number in range(50)]
    answers = await asyncio.gather(*(completes(identity, token, password) for password in passwords))
    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [204] + [404] * 49
    assert (await identity.signs_in(password=passwords[statuses.index(204)])).status_code == 201
    told = [event for event in await identity.events() if event.type == "identity.password.changed.v1"]
    assert len(told) == 1


async def test_a_weak_password_is_named_as_in_step_3_and_leaves_the_link_good(identity: Identity) -> None:
    await identity.active()
    token = await link(identity)
    refused = await completes(identity, token, "abc")
    assert refused.status_code == 422
    codes = {(error["field"], error["code"]) for error in refused.json()["errors"]}
    assert {("password", "password-too-short"), ("password", "password-without-digit")} <= codes
    assert problem(await completes(identity, "invented", "abc")) == "unknown-link"
    assert (await completes(identity, token)).status_code == 204


@pytest.mark.parametrize("path", ["/password-resets", "/code-reminders"])
async def test_the_host_that_a_request_names_reaches_no_mail(identity: Identity, path: str) -> None:
    await identity.active()
    body = {"identifier": "00042"} if path == "/password-resets" else {"email": "anne@example.org"}
    headers = {
        "Authorization": f"Bearer {identity.mint.mint(VISITOR)}",
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
    }
    assert (await identity.client.post(path, json=body, headers=headers)).status_code == 202
    await identity.run_job("answer recoveries")
    assert not any("evil" in str(row["envelope"]) for row in await identity.fetch("SELECT envelope FROM outbox"))


async def test_a_forgotten_code_is_mailed_with_every_code_of_the_address(identity: Identity) -> None:
    await identity.active("00042")
    await identity.active("00043")
    await identity.waits_for_activation("00044")
    for email in ("ANNE@example.org", "nobody@example.org"):
        assert (await identity.call("POST", "/code-reminders", {"email": email})).status_code == 202
    assert await identity.run_job("answer recoveries") == 2
    [event] = [event for event in await identity.events() if event.type == "identity.family_codes.requested.v1"]
    assert (event.data["email"], event.data["family_codes"]) == ("anne@example.org", ["00042", "00043", "00044"])


async def test_an_account_that_waits_gets_its_activation_again(identity: Identity) -> None:
    await identity.waits_for_activation()
    await asks(identity, "anne@example.org")
    assert await mailed(identity) == []
    assert len(await identity.mailed_tokens()) == 2


@pytest.mark.parametrize("identifier", ["00042", "99999", "nobody@example.org"])
async def test_asking_is_slowed_alike_for_known_and_unknown(identity: Identity, identifier: str) -> None:
    await identity.active()
    answers = [await asks(identity, identifier) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert problem(answers[-1]) == "too-many-requests"
    assert 880 <= answers[-1].json()["retry_after"] <= 900
