"""The holder closes the account; a code of the counter opens it again, or gives a lost one back."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from libs.chassis.auth import Subject, SubjectKind
from libs.contracts.household.v1 import FamilyErased
from services.identity.adapters.tables import metadata
from tests.integration.identity.conftest import PASSWORD, Identity, Registration, problem
from tests.integration.identity.test_claiming import imports
from tests.integration.identity.test_closing import days_ago
from tests.integration.identity.test_own_account import asks, holder, session

AGENT = Subject(SubjectKind.STAFF, uuid4(), permissions=frozenset({"household.register"}))
ENDED = "identity.account.ended.v1"
GIVEN_UP = "identity.family.given_up.v1"
PURGE = "give up closed"


async def closes(identity: Identity, subject: Subject, password: str = PASSWORD) -> httpx.Response:
    told = {"current_password": password}
    return await identity.call("POST", "/accounts/current/closing", told, subject=subject)


async def code_for(identity: Identity, family_id: UUID | None, *, gives_back: bool = False) -> httpx.Response:
    told = {"family_id": str(family_id), "gives_back": gives_back}
    return await identity.call("POST", "/claim-codes", told, subject=AGENT)


async def claims(identity: Identity, code: httpx.Response) -> httpx.Response:
    told = code.json()
    body = {"family_code": told["family_code"], "claim_code": told["claim_code"]}
    return await identity.call("POST", "/claims", body)


async def opens_with(identity: Identity, code: httpx.Response, email: str) -> Registration:
    """Whoever has the code describes an account."""
    answer = await claims(identity, code)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    registration = Registration(
        UUID(told["registration_id"]),
        told["session_token"],
        Subject(SubjectKind.REGISTRATION, UUID(told["registration_id"])),
    )
    described = await identity.describes(registration, email=email)
    assert described.status_code == 204, described.text
    return registration


async def standing(identity: Identity, family_id: UUID | None) -> str:
    answer = await identity.call("GET", f"/families/{family_id}/account", subject=AGENT)
    return str(answer.json()["state"])


async def activates(identity: Identity) -> None:
    """Whoever got the last mail presses its button."""
    answer = await identity.call("POST", "/activations", {"token": (await identity.mailed_tokens())[-1]})
    assert answer.status_code == 200, answer.text


async def closed_days_ago(identity: Identity, days: int) -> UUID:
    """A family whose account its holder closed so long ago, by PostgreSQL's clock."""
    subject = await holder(identity)
    await closes(identity, subject)
    await identity.fetch("UPDATE claimable_families SET closed_at = now() - $1::interval", timedelta(days=days))
    assert subject.family_id is not None
    return subject.family_id


async def given_up(identity: Identity) -> list[str]:
    """Which families household is told to erase."""
    return [event.subject for event in await identity.events() if event.type == GIVEN_UP]


async def everything(identity: Identity) -> dict[str, list[str]]:
    tables = sorted(set(metadata.tables) - {"audit", "outbox", "inbox", "throttles", "spent_challenges"})
    return {
        table: sorted(row["row"] for row in await identity.fetch(f"SELECT t::text AS row FROM {table} AS t"))
        for table in tables
    }


async def test_closing_ends_every_way_in_and_tells_until_when_the_family_is_kept(identity: Identity) -> None:
    subject = await holder(identity)
    token, _ = await session(identity)
    await asks(identity, subject)
    assert (await closes(identity, subject)).status_code == 204
    assert problem(await identity.introspects(token)) == "unknown-session"
    assert problem(await identity.signs_in(password=PASSWORD)) == "wrong-credentials"
    for table in ("accounts", "sessions", "known_devices", "email_changes"):
        assert await identity.fetch(f"SELECT 1 FROM {table}") == [], table
    [told] = [event for event in await identity.events() if event.type == ENDED]
    assert told.data["reason"] == "by_its_holder"
    ended, erases = (datetime.fromisoformat(told.data[name]) for name in ("ended_at", "erases_at"))
    assert erases - ended == timedelta(days=365)
    assert ("account", "account.closed", "by-its-holder") in await identity.audited()
    assert "anne@example.org" not in str(await everything(identity))


async def test_another_password_closes_nothing(identity: Identity) -> None:
    subject = await holder(identity)
    answer = await closes(identity, subject, "Another 2026")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "current-password-wrong")
    assert (await identity.signs_in(password=PASSWORD)).status_code == 201


async def test_of_two_presses_one_closes(identity: Identity) -> None:
    subject = await holder(identity)
    answers = await asyncio.gather(*(closes(identity, subject) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [204, 404] or sorted(
        answer.status_code for answer in answers
    ) == [204, 422]
    assert len([event for event in await identity.events() if event.type == ENDED]) == 1


async def test_a_code_of_the_counter_opens_a_closed_account_again(identity: Identity) -> None:
    subject = await holder(identity)
    await closes(identity, subject)
    assert await standing(identity, subject.family_id) == "closed"
    code = await code_for(identity, subject.family_id)
    assert code.json()["family_code"] == "00042"
    await opens_with(identity, code, "anne.again@example.org")
    assert await standing(identity, subject.family_id) == "awaiting_activation"
    [row] = await identity.fetch("SELECT family_id, email FROM accounts WHERE family_id IS NOT NULL")
    assert (row["family_id"], row["email"]) == (subject.family_id, "anne.again@example.org")
    [known] = await identity.fetch("SELECT closed_at FROM claimable_families")
    assert known["closed_at"] is not None, "nobody activated it yet"
    await activates(identity)
    assert await standing(identity, subject.family_id) == "active"
    [known] = await identity.fetch("SELECT closed_at FROM claimable_families")
    assert known["closed_at"] is None


async def test_nothing_remains_here_of_a_closed_family_that_is_erased(identity: Identity) -> None:
    before = await everything(identity)
    subject = await holder(identity)
    await closes(identity, subject)
    await code_for(identity, subject.family_id)
    assert subject.family_id is not None
    await identity.hears(
        FamilyErased(family_id=subject.family_id, registration_id=subject.id, child_ids=[], erased_at=datetime.now(UTC))
    )
    assert await everything(identity) == before


async def test_an_account_is_given_back_and_the_old_one_ends_when_the_code_is_used(identity: Identity) -> None:
    subject = await holder(identity)
    token, _ = await session(identity)
    assert (await code_for(identity, subject.family_id)).status_code == 404
    code = await code_for(identity, subject.family_id, gives_back=True)
    assert code.status_code == 201, code.text
    assert (await identity.introspects(token)).status_code == 200, "a code that lies about ends nothing"
    registration = await opens_with(identity, code, "new@example.org")
    assert problem(await identity.introspects(token)) == "unknown-session"
    assert problem(await identity.signs_in(password="Another 2026")) == "wrong-credentials"
    [row] = await identity.fetch("SELECT id, email FROM accounts WHERE family_id = $1", subject.family_id)
    assert (row["id"], row["email"]) == (registration.id, "new@example.org")
    [told] = [event for event in await identity.events() if event.type == ENDED]
    assert (told.subject, told.data["reason"]) == (str(subject.id), "given_back")
    assert (await claims(identity, code)).status_code == 401, "a code is used once"
    assert ("staff", "claim_code.issued", "gives-account-back") in await identity.audited()


async def test_nothing_is_given_back_to_a_family_without_an_account(identity: Identity) -> None:
    assert (await code_for(identity, uuid4(), gives_back=True)).status_code == 404


@pytest.mark.parametrize("permissions", [frozenset(), frozenset({"household.decide"})])
async def test_only_the_counter_gives_back(identity: Identity, permissions: frozenset[str]) -> None:
    agent = Subject(SubjectKind.STAFF, uuid4(), permissions=permissions)
    told = {"family_id": str(uuid4()), "gives_back": True}
    assert (await identity.call("POST", "/claim-codes", told, subject=agent)).status_code == 403
    assert (await identity.call("GET", f"/families/{uuid4()}/account", subject=agent)).status_code == 403


async def test_a_family_is_given_up_once_its_delay_has_ended(identity: Identity) -> None:
    family_id = await closed_days_ago(identity, 364)
    assert await identity.run_job(PURGE) == 0
    await identity.fetch("UPDATE claimable_families SET closed_at = now() - interval '366 days'")
    assert await identity.run_job(PURGE) == 1
    assert await identity.run_job(PURGE) == 0
    assert await given_up(identity) == [str(family_id)]
    assert problem(await code_for(identity, family_id)) == "unknown-family"
    runs = await identity.fetch("SELECT details ->> 'given_up' AS gone FROM audit WHERE action = 'retention.ran'")
    assert [row["gone"] for row in runs] == ["0", "1", "0"]


async def test_a_good_code_holds_the_end_of_the_delay_back(identity: Identity) -> None:
    family_id = await closed_days_ago(identity, 366)
    code = await code_for(identity, family_id)
    assert await identity.run_job(PURGE) == 0
    await opens_with(identity, code, "anne.again@example.org")
    assert await identity.run_job(PURGE) == 0, "the account waits to be activated"
    await activates(identity)
    assert await identity.run_job(PURGE) == 0
    assert await given_up(identity) == []


async def test_a_code_that_nobody_used_in_time_holds_nothing_back_any_more(identity: Identity) -> None:
    family_id = await closed_days_ago(identity, 366)
    await code_for(identity, family_id)
    await identity.fetch("UPDATE claim_codes SET expires_at = now()")
    assert await identity.run_job(PURGE) == 1
    assert await given_up(identity) == [str(family_id)]


async def test_an_account_that_nobody_activated_lets_the_delay_begin_anew(identity: Identity) -> None:
    family_id = await closed_days_ago(identity, 366)
    await opens_with(identity, await code_for(identity, family_id), "mistyped@example.org")
    await days_ago(identity, 24)
    await identity.run_job("remind of activation")
    await days_ago(identity, 31)
    assert await identity.run_job("close never activated") == 1
    assert await identity.run_job(PURGE) == 0
    assert await standing(identity, family_id) == "closed"
    await identity.fetch("UPDATE claimable_families SET closed_at = now() - interval '366 days'")
    assert await identity.run_job(PURGE) == 1
    assert await given_up(identity) == [str(family_id)]


async def test_an_unactivated_claim_never_counts_as_a_closing(identity: Identity) -> None:
    """A family of the town's own file stays, however often somebody began."""
    family_id = await imports(identity)
    await opens_with(identity, await code_for(identity, family_id), "mistyped@example.org")
    await days_ago(identity, 24)
    await identity.run_job("remind of activation")
    await days_ago(identity, 31)
    assert await identity.run_job("close never activated") == 1
    assert await standing(identity, family_id) == "none"
    assert await identity.run_job(PURGE) == 0


async def test_a_family_whose_account_is_open_again_survives_its_first_closing(identity: Identity) -> None:
    family_id = await closed_days_ago(identity, 300)
    await opens_with(identity, await code_for(identity, family_id), "anne.again@example.org")
    await activates(identity)
    await identity.fetch("UPDATE accounts SET activated_at = now() - interval '400 days'")
    assert await identity.run_job(PURGE) == 0
    assert await standing(identity, family_id) == "active"


async def test_whoever_comes_back_at_that_very_moment_keeps_the_family(identity: Identity) -> None:
    """A claim holds the family's row: the purge waits, then finds the account."""
    family_id = await closed_days_ago(identity, 366)
    other = await asyncpg.connect(identity.database.dsn)
    transaction = other.transaction()
    await transaction.start()
    await other.execute("SELECT FROM claimable_families WHERE family_id = $1 FOR UPDATE", family_id)
    purge = asyncio.ensure_future(identity.run_job(PURGE))
    await waits_for_a_lock(identity)
    await other.execute(
        "INSERT INTO accounts (id, version, email, email_key, address_checked, family_id, family_code)"
        " VALUES ($1, 1, 'b@example.org', 'b@example.org', true, $2, '00042')",
        uuid4(),
        family_id,
    )
    await transaction.commit()
    await other.close()
    assert await purge == 0
    assert await given_up(identity) == []


async def test_of_a_code_and_the_end_of_the_delay_at_once_one_wins(identity: Identity) -> None:
    family_id = await closed_days_ago(identity, 366)
    code, gone = await asyncio.gather(code_for(identity, family_id), identity.run_job(PURGE))
    assert (code.status_code, gone) in {(201, 0), (404, 1)}
    assert len(await given_up(identity)) == gone


async def waits_for_a_lock(identity: Identity, how_many: int = 1) -> None:
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with asyncio.timeout(10):
        while len(await identity.fetch(waiting)) < how_many:  # noqa: ASYNC110 - the server tells no event
            await asyncio.sleep(0.02)


@dataclass
class Held:
    """A row in somebody's hands while others queue for it."""

    connection: asyncpg.Connection

    @classmethod
    async def of(cls, identity: Identity, query: str, *values: object) -> "Held":
        connection = await asyncpg.connect(identity.database.dsn)
        await connection.execute("BEGIN")
        await connection.fetch(query + " FOR UPDATE", *values)
        return cls(connection)

    async def let_go(self) -> None:
        await self.connection.execute("ROLLBACK")
        await self.connection.close()


async def claiming(identity: Identity, code: httpx.Response) -> Registration:
    """Whoever has the code, before they describe the account."""
    told = (await claims(identity, code)).json()
    registration_id = UUID(told["registration_id"])
    return Registration(registration_id, told["session_token"], Subject(SubjectKind.REGISTRATION, registration_id))


@pytest.mark.parametrize("closes_first", [True, False])
async def test_closing_an_account_and_giving_it_back_never_wait_for_each_other(
    identity: Identity, closes_first: bool
) -> None:
    subject = await holder(identity)
    registration = await claiming(identity, await code_for(identity, subject.family_id, gives_back=True))
    held = await Held.of(identity, "SELECT 1 FROM accounts WHERE id = $1", subject.id)

    async def gives_back() -> int:
        return (await identity.describes(registration, email="new@example.org")).status_code

    async def shuts() -> int:
        return (await closes(identity, subject)).status_code

    queued = [shuts, gives_back] if closes_first else [gives_back, shuts]
    waiting = []
    for number, act in enumerate(queued, 1):
        waiting.append(asyncio.ensure_future(act()))
        await waits_for_a_lock(identity, number)
    await held.let_go()
    answers = await asyncio.gather(*waiting)
    assert answers == [204, 204] if closes_first else answers == [204, 404]
    [told] = [event for event in await identity.events() if event.type == ENDED]
    assert told.data["reason"] == ("by_its_holder" if closes_first else "given_back")
    [row] = await identity.fetch("SELECT id FROM accounts WHERE family_id IS NOT NULL")
    assert row["id"] == registration.id


async def test_giving_a_family_up_and_spending_its_code_too_late_never_wait_for_each_other(identity: Identity) -> None:
    family_id = await closed_days_ago(identity, 366)
    registration = await claiming(identity, await code_for(identity, family_id))
    await identity.fetch("UPDATE claim_codes SET expires_at = now()")
    held = await Held.of(identity, "SELECT 1 FROM claimable_families WHERE family_id = $1", family_id)
    purge = asyncio.ensure_future(identity.run_job(PURGE))
    await waits_for_a_lock(identity)
    described = asyncio.ensure_future(identity.describes(registration, email="late@example.org"))
    await waits_for_a_lock(identity, 2)
    await held.let_go()
    assert await purge == 1
    assert problem(await described) == "unknown-registration"
    assert await given_up(identity) == [str(family_id)]


async def test_many_closings_and_claims_at_once_end_without_a_deadlock(identity: Identity) -> None:
    subject = await holder(identity)
    for number in range(12):
        registration = await claiming(identity, await code_for(identity, subject.family_id, gives_back=True))
        email = f"holder.{number}@example.org"
        described, closed, gone = await asyncio.gather(
            identity.describes(registration, email=email), closes(identity, subject), identity.run_job(PURGE)
        )
        assert described.status_code == 204, described.text
        assert closed.status_code in (204, 404), closed.text
        assert gone == 0
        await activates(identity)
        subject = replace(subject, id=registration.id)
    deadlocks = await identity.fetch("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    assert [row["deadlocks"] for row in deadlocks] == [0]
