import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from libs.domain.errors import Throttled
from services.identity.application.sign_in import SignIn, sign_in
from services.identity.domain.errors import WrongCredentials
from tests.integration.identity.conftest import Identity, problem


async def knows_a_device(identity: Identity, identifier: str = "00042", device: str | None = None) -> str:
    answer = await identity.signs_in(identifier, device=device)
    assert answer.status_code == 201, answer.text
    token: str = answer.json()["device_token"]
    return token


async def drained(identity: Identity) -> None:
    """So many blocks guessed that the identifier lets nobody through."""
    for n in range(61):
        await identity.signs_in("00042", "wrong", address=f"198.51.{n}.1")
    assert (await identity.signs_in()).status_code == 429


async def test_a_device_gets_a_token_that_only_its_hash_is_kept_of(identity: Identity) -> None:
    registration = await identity.active()
    device = await knows_a_device(identity)
    assert len(device) == 43  # 256 bits
    [kept] = await identity.fetch("SELECT *, expires_at - signed_in_at AS valid FROM known_devices")
    assert (kept["account_id"], len(kept["token_hash"]), kept["valid"]) == (registration.id, 32, timedelta(days=365))


async def test_the_owner_signs_in_at_once_from_a_known_device(identity: Identity) -> None:
    await identity.active()
    device = await knows_a_device(identity)
    await drained(identity)
    later = await knows_a_device(identity, device=device)
    assert later != device
    assert (await identity.signs_in(device=device)).status_code == 429  # the former token is worth nothing
    assert (await identity.signs_in("anne@example.org", device=later)).status_code == 201


async def test_a_device_known_to_another_account_changes_and_tells_nothing(identity: Identity) -> None:
    await identity.active()
    await identity.active("00043", "bea@example.org")
    device = await knows_a_device(identity, "00043")
    sent, answers = [], []
    for identifier in ("00042", "99999"):
        with identity.statements() as statements:
            answers.append(await identity.signs_in(identifier, "wrong", device=device))
        sent.append(statements)
    assert {(answer.status_code, answer.text) for answer in answers} == {(401, answers[0].text)}
    assert sent[0] == sent[1]
    await drained(identity)
    slowed = await identity.signs_in(device=device)
    assert (slowed.status_code, problem(slowed)) == (429, "slow-down")
    assert (await identity.signs_in(device="made up")).status_code == 429
    [kept] = await identity.fetch("SELECT account_id FROM known_devices")  # failures move no token
    assert (await identity.signs_in("00043", device=device)).status_code == 201
    assert [row["account_id"] for row in await identity.fetch("SELECT account_id FROM known_devices")] == [
        kept["account_id"]
    ]


async def test_two_parents_share_a_computer(identity: Identity) -> None:
    await identity.active()
    await identity.active("00043", "bea@example.org")
    device = await knows_a_device(identity)
    device = await knows_a_device(identity, "00043", device)
    rows = await identity.fetch("SELECT DISTINCT token_hash FROM known_devices")
    assert len(rows) == 1
    await drained(identity)
    device = await knows_a_device(identity, "00042", device)
    await knows_a_device(identity, "00043", device)


async def test_guesses_from_a_known_device_are_slowed_there(identity: Identity) -> None:
    await identity.active()
    device = await knows_a_device(identity)
    answers = [await identity.signs_in(password="wrong", device=device) for _guess in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert 0 < answers[-1].json()["retry_after"] <= 60
    assert (await identity.signs_in()).status_code == 201


async def test_an_account_knows_its_twenty_newest_devices_for_a_year(identity: Identity) -> None:
    await identity.active()
    first = await knows_a_device(identity)
    for _device in range(20):
        last = await knows_a_device(identity)
    assert [row["n"] for row in await identity.fetch("SELECT count(*) AS n FROM known_devices")] == [20]
    await drained(identity)
    assert (await identity.signs_in(device=first)).status_code == 429
    last = await knows_a_device(identity, device=last)
    await identity.fetch("UPDATE known_devices SET expires_at = now()")
    assert (await identity.signs_in(device=last)).status_code == 429
    assert await identity.run_job("purge known devices") == 20


async def test_a_deleted_account_leaves_no_device(identity: Identity) -> None:
    registration = await identity.active()
    await knows_a_device(identity)
    await identity.fetch("DELETE FROM accounts WHERE id = $1", registration.id)
    assert await identity.fetch("SELECT * FROM known_devices") == []


@pytest.mark.slow
async def test_ten_thousand_guesses_from_many_blocks_and_then_the_owner(identity: Identity) -> None:
    """From 250 blocks, against one account: the known device notices nothing, a new place waits one period at most."""
    await identity.active()
    device = await knows_a_device(identity)
    deps = identity.app.state.deps
    refused: Counter[type[Exception]] = Counter()

    async def guesses(some: range) -> None:
        for number in some:
            try:
                await sign_in(
                    SignIn("00042", f"guess{number}", f"198.51.{number % 250}.7"),
                    deps.uow(),
                    directory=deps.directory,
                    throttle=deps.throttle,
                    hasher=deps.hasher,
                    rules=deps.rules,
                )
            except (WrongCredentials, Throttled) as refusal:
                refused[type(refusal)] += 1

    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(guesses(range(start, start + 2500)) for start in range(0, 10_000, 2500)))
    took = loop.time() - began
    assert refused.total() == 10_000
    assert refused[WrongCredentials] <= 60 + took / 30 + 1  # the identifier's bucket, and what leaked out of it

    assert (await identity.signs_in(device=device)).status_code == 201
    slowed = await identity.signs_in(address="203.0.113.9")
    assert (slowed.status_code, problem(slowed)) == (429, "slow-down")
    wait = slowed.json()["retry_after"]
    assert 0 < wait <= 30
    await identity.fetch("UPDATE throttles SET empty_at = empty_at - $1::interval", timedelta(seconds=wait))
    assert (await identity.signs_in(address="203.0.113.9")).status_code == 201
