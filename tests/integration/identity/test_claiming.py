"""Families that the town knows open their account: imported ones, and those of the counter."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest

from libs.chassis.auth import Permission, Subject, SubjectKind
from libs.contracts.household.v1 import FamilyErased, FamilyImported, FamilyRegistered
from services.identity.commands import issue_claim_codes
from services.identity.domain.claim_code import claim_digest
from tests.integration.identity.conftest import Identity, Registration, problem

AGENT = Subject(SubjectKind.STAFF, uuid4(), permissions=frozenset({Permission.HOUSEHOLD_REGISTER}))
PARIS = ZoneInfo("Europe/Paris")


async def imports(identity: Identity, code: str = "00042", email: str | None = None) -> UUID:
    family_id = uuid4()
    news = FamilyImported(family_id=family_id, family_code=code, email=email, imported_at=datetime.now(UTC))
    await identity.hears(news)
    await identity.hears(news)  # told twice, it changes nothing
    return family_id


async def gives_code(identity: Identity, family_id: UUID, agent: Subject = AGENT) -> httpx.Response:
    return await identity.call("POST", "/claim-codes", {"family_id": str(family_id)}, subject=agent)


async def claims(identity: Identity, family_code: str, claim_code: str) -> httpx.Response:
    return await identity.call("POST", "/claims", {"family_code": family_code, "claim_code": claim_code})


async def opened(identity: Identity, family_code: str, claim_code: str) -> Registration:
    answer = await claims(identity, family_code, claim_code)
    assert answer.status_code == 201, answer.text
    registration_id = UUID(answer.json()["registration_id"])
    subject = Subject(SubjectKind.REGISTRATION, registration_id)
    return Registration(registration_id, answer.json()["session_token"], subject)


async def reads(identity: Identity, registration: Registration) -> dict[str, object]:
    shown: dict[str, object] = (
        await identity.call("GET", f"/registrations/{registration.id}", subject=registration.subject)
    ).json()
    return shown


async def test_the_whole_path_from_the_letter_to_the_family(identity: Identity) -> None:
    family_id = await imports(identity, "A-0042")
    issued = (await gives_code(identity, family_id)).json()
    assert issued["family_code"] == "A-0042"
    registration = await opened(identity, " A-0042 ", issued["claim_code"].replace("-", " ").lower())
    shown = await reads(identity, registration)
    assert (shown["state"], shown["email"], shown["claim"]) == ("started", "", {"family_code": "A-0042"})
    assert (await identity.introspects(registration.token)).json()["kind"] == "registration"

    assert (await identity.describes(registration)).status_code == 204
    shown = await reads(identity, registration)
    assert (shown["state"], shown["family_code"]) == ("awaiting_activation", "A-0042")
    types = [event.type for event in await identity.events()]
    assert types == ["identity.account.registered.v1", "identity.activation.requested.v1"]
    token = (await identity.mailed_tokens())[-1]
    assert (await identity.call("POST", "/activations", {"token": token})).json() == {"family_code": "A-0042"}
    session = (await identity.signs_in("A-0042")).json()["session_token"]
    assert (await identity.introspects(session)).json()["family_id"] == str(family_id)
    assert problem(await claims(identity, "A-0042", issued["claim_code"])) == "wrong-claim"
    audited = [action for _actor, action, _reason in await identity.audited()]
    assert {"family.claimable", "claim_code.issued", "claim.opened", "claim.spent", "claim.failed"} <= set(audited)


async def test_a_proof_of_being_a_person_is_asked_there_too(identity: Identity) -> None:
    code = (await gives_code(identity, await imports(identity))).json()["claim_code"]
    registration = await opened(identity, "00042", code)
    refused = await identity.describes(registration, proof=None)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "captcha-required")
    assert (await identity.describes(registration)).status_code == 204


async def test_a_family_of_the_counter_waits_for_its_code(identity: Identity) -> None:
    family_id = uuid4()
    await identity.hears(
        FamilyRegistered(
            family_id=family_id, family_code="10007", registration_id=uuid4(), adult_ids=[uuid4()], child_ids=[],
            registered_at=datetime.now(UTC), origin="counter",
        )
    )  # fmt: skip
    assert await identity.fetch("SELECT * FROM accounts") == []
    issued = (await gives_code(identity, family_id)).json()
    await opened(identity, "10007", issued["claim_code"])


async def test_a_code_rests_hashed_and_is_good_until_the_end_of_its_day(identity: Identity) -> None:
    family_id = await imports(identity)
    issued = (await gives_code(identity, family_id)).json()
    [row] = await identity.fetch("SELECT code_hash, expires_at FROM claim_codes")
    assert row["code_hash"] == claim_digest(family_id, issued["claim_code"])
    assert datetime.fromisoformat(issued["expires_at"]) == row["expires_at"]
    last = row["expires_at"].astimezone(PARIS)
    assert (last.hour, last.minute, last.second) == (23, 59, 59)
    assert last.date() == datetime.now(PARIS).date() + timedelta(days=90)
    await identity.fetch("UPDATE claim_codes SET expires_at = now()")
    assert problem(await claims(identity, "00042", issued["claim_code"])) == "wrong-claim"
    await identity.run_job("purge claim codes")
    assert await identity.fetch("SELECT * FROM claim_codes") == []


async def test_only_whoever_registers_families_gives_codes(identity: Identity) -> None:
    family_id = await imports(identity)
    assert (await gives_code(identity, family_id, replace(AGENT, permissions=frozenset()))).status_code == 403
    assert (await gives_code(identity, family_id, Subject(SubjectKind.FAMILY, uuid4()))).status_code == 403
    assert problem(await gives_code(identity, uuid4())) == "unknown-family"
    code = (await gives_code(identity, family_id)).json()["claim_code"]
    await identity.describes(await opened(identity, "00042", code))
    refused = await gives_code(identity, family_id)
    assert (refused.status_code, problem(refused)) == (409, "already-claimed")
    given = await identity.fetch("SELECT actor FROM audit WHERE action = 'claim_code.issued'")
    assert [row["actor"] for row in given] == [AGENT.reference]


async def test_of_many_registrations_of_one_code_one_gets_the_family(identity: Identity) -> None:
    code = (await gives_code(identity, await imports(identity))).json()["claim_code"]
    registrations = [await opened(identity, "00042", code) for _ in range(12)]
    answers = await asyncio.gather(*(identity.describes(registration) for registration in registrations))
    assert sorted(answer.status_code for answer in answers) == [204] + [409] * 11
    assert {problem(answer) for answer in answers if answer.status_code == 409} == {"already-claimed"}
    assert len(await identity.fetch("SELECT * FROM accounts WHERE family_code = '00042'")) == 1
    assert len(await identity.mailed_tokens()) == 1


async def test_a_code_that_was_replaced_meanwhile_opens_nothing_more(identity: Identity) -> None:
    family_id = await imports(identity)
    former = (await gives_code(identity, family_id)).json()["claim_code"]
    registration = await opened(identity, "00042", former)
    await gives_code(identity, family_id)
    assert problem(await claims(identity, "00042", former)) == "wrong-claim"
    refused = await identity.describes(registration)
    assert (refused.status_code, problem(refused)) == (409, "already-claimed")
    assert (await reads(identity, registration))["state"] == "started"


@pytest.mark.parametrize("family_code", ["00042", "99999"])
async def test_guessing_is_slowed_alike_for_known_and_unknown(identity: Identity, family_code: str) -> None:
    await gives_code(identity, await imports(identity))
    answers = [await claims(identity, family_code, "AAAA-AAAA-AAAA") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert problem(answers[-1]) == "slow-down"


async def test_an_erased_family_leaves_nobody_signed_in(identity: Identity) -> None:
    family_id = await imports(identity)
    code = (await gives_code(identity, family_id)).json()["claim_code"]
    left = await opened(identity, "00042", code)
    await identity.describes(await opened(identity, "00042", code))
    await identity.call("POST", "/activations", {"token": (await identity.mailed_tokens())[-1]})
    session = (await identity.signs_in()).json()["session_token"]
    news = FamilyErased(family_id=family_id, registration_id=None, child_ids=[], erased_at=datetime.now(UTC))
    await identity.hears(news)
    await identity.hears(news)
    for token in (session, left.token):
        assert problem(await identity.introspects(token)) == "unknown-session"
    for table in ("accounts", "claimable_families", "claim_codes", "claims", "known_devices", "sessions"):
        assert await identity.fetch(f"SELECT * FROM {table}") == [], table
    assert ("service", "account.deleted", "family-erased") in await identity.audited()


async def test_an_operator_gives_codes_by_mail_and_for_letters(identity: Identity) -> None:
    mailed = await imports(identity, "00042", "anne@example.org")
    await imports(identity, "00043")
    claimed = await imports(identity, "00044")
    code = (await gives_code(identity, claimed)).json()["claim_code"]
    await identity.describes(await opened(identity, "00044", code))

    url = identity.settings.database_url.get_secret_value()
    key = identity.settings.notifications_sealing_public_key.get_secret_value()
    issued = await issue_claim_codes(url, key, days=30, family_codes=None, by_mail=True)
    by_mail, by_letter = issued
    assert (by_mail.family_id, by_mail.claim_code, by_mail.email) == (mailed, None, "anne@example.org")
    assert (by_letter.family_code, by_letter.email) == ("00043", None)
    assert by_letter.claim_code
    [offered] = [event for event in await identity.events() if event.type == "identity.claim.offered.v1"]
    await opened(identity, "00042", identity.opener.open(offered.data["sealed_code"]))
    await opened(identity, "00043", by_letter.claim_code)
    assert await issue_claim_codes(url, key, days=30, family_codes=["00044", "99999"], by_mail=False) == []
