"""An account in the hands of its holder: another password, another address, the sessions that are open."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from libs.chassis.auth import VISITOR, Subject, SubjectKind
from libs.contracts.household.v1 import FamilyErased
from services.identity.domain.session import digest
from tests.integration.identity.conftest import PASSWORD, Identity, problem

NEW = "Verdon06510"
ADDRESS = "anne.durand@example.net"
PHONE = {"device": "phone", "browser": "firefox"}
ACCOUNT = "/accounts/current"
CHANGE, CHANGED = "identity.email_change.requested.v1", "identity.account.email_changed.v1"


async def holder(identity: Identity, code: str = "00042", email: str = "anne@example.org") -> Subject:
    """Somebody whose account is active, as the gateway names them once they are signed in."""
    registration = await identity.active(code, email)
    [row] = await identity.fetch("SELECT family_id FROM accounts WHERE id = $1", registration.id)
    return Subject(SubjectKind.FAMILY, registration.id, row["family_id"])


async def session(identity: Identity, code: str = "00042", password: str = PASSWORD) -> tuple[str, UUID]:
    """A session opened on a phone: its token, and its id."""
    told = {"identifier": code, "password": password, "seen_as": PHONE}
    answer = await identity.call("POST", "/sessions", told)
    assert answer.status_code == 201, answer.text
    token = answer.json()["session_token"]
    return token, UUID((await identity.introspects(token)).json()["session_id"])


async def changes(identity: Identity, subject: Subject, current: str = PASSWORD, password: str = NEW) -> httpx.Response:
    told = {"current_password": current, "password": password, "seen_as": PHONE}
    return await identity.call("POST", f"{ACCOUNT}/password", told, subject=subject)


async def asks(identity: Identity, subject: Subject, email: str = ADDRESS, current: str = PASSWORD) -> httpx.Response:
    told = {"current_password": current, "email": email}
    return await identity.call("POST", f"{ACCOUNT}/email-changes", told, subject=subject)


async def mailed(identity: Identity) -> list[str]:
    """The tokens that notifications would put into its mails, oldest first."""
    return [
        identity.opener.open(event.data["sealed_token"]) for event in await identity.events() if event.type == CHANGE
    ]


async def confirms(identity: Identity, token: str) -> httpx.Response:
    return await identity.call("POST", "/email-changes/confirmation", {"token": token})


async def address(identity: Identity, subject: Subject) -> str:
    return str((await identity.call("GET", ACCOUNT, subject=subject)).json()["email"])


async def test_another_password_keeps_this_browser_alone(identity: Identity) -> None:
    subject = await holder(identity)
    tokens = [(await session(identity))[0] for _ in range(3)]
    answer = await changes(identity, subject)
    assert (answer.status_code, answer.json()["kind"]) == (201, "family")
    for token in tokens:
        assert problem(await identity.introspects(token)) == "unknown-session"
    assert (await identity.introspects(answer.json()["session_token"])).json()["id"] == str(subject.id)
    [row] = await identity.fetch("SELECT device, browser FROM sessions WHERE account_id = $1", subject.id)
    assert dict(row) == PHONE
    assert await identity.fetch("SELECT * FROM known_devices") == []
    assert problem(await identity.signs_in(password=PASSWORD)) == "wrong-credentials"
    assert (await identity.signs_in(password=NEW)).status_code == 201
    told = [event for event in await identity.events() if event.type == "identity.password.changed.v1"]
    assert [event.data["account_id"] for event in told] == [str(subject.id)]
    assert ("account", "password.changed", "chosen") in await identity.audited()


async def test_of_five_changes_at_once_one_wins(identity: Identity) -> None:
    """Each knows the same current password: the first to commit makes it wrong for the others."""
    subject = await holder(identity)
    await identity.fetch("DELETE FROM throttles")
    passwords = [f"Verdon{number:05}" for number in range(5)]
    answers = await asyncio.gather(*(changes(identity, subject, password=password) for password in passwords))
    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [201] + [422] * 4
    assert len(await identity.fetch("SELECT * FROM sessions WHERE kind = 'family'")) == 1
    assert (await identity.signs_in(password=passwords[statuses.index(201)])).status_code == 201
    told = [event for event in await identity.events() if event.type == "identity.password.changed.v1"]
    assert len(told) == 1


async def test_a_wrong_current_password_is_named_and_slowed_and_sign_in_is_not(identity: Identity) -> None:
    subject = await holder(identity)
    for _ in range(5):
        refused = await changes(identity, subject, "wrong", "abc")
        assert refused.status_code == 422
        fields = {(error["field"], error["code"]) for error in refused.json()["errors"]}
        assert {("current_password", "current-password-wrong"), ("password", "password-too-short")} <= fields
    for slowed in (await changes(identity, subject), await asks(identity, subject)):
        assert (slowed.status_code, problem(slowed)) == (429, "slow-down")
        assert 0 < slowed.json()["retry_after"] <= 60
    assert (await identity.signs_in()).status_code == 201
    rows = [row for row in await identity.audited() if row[1] == "password.refused"]
    assert rows == [("account", "password.refused", "wrong-credentials")] * 5


async def test_a_new_address_from_the_request_to_the_button(identity: Identity) -> None:
    subject = await holder(identity)
    token, _ = await session(identity)
    answer = await asks(identity, subject)
    assert (answer.status_code, answer.json()) == (202, None)
    shown = (await identity.call("GET", ACCOUNT, subject=subject)).json()
    assert (shown["family_code"], shown["email"]) == ("00042", "anne@example.org")
    assert shown["email_change"]["email"] == ADDRESS
    [link] = await mailed(identity)
    looked = await identity.call("GET", f"/email-changes/{link}")
    assert (looked.status_code, looked.json()) == (200, {"email_masked": "a•••@example.net"})
    assert await address(identity, subject) == "anne@example.org"

    confirmed = await confirms(identity, link)
    assert (confirmed.status_code, confirmed.content) == (204, b"")
    assert await address(identity, subject) == ADDRESS
    assert (await identity.introspects(token)).status_code == 200
    assert (await identity.signs_in(ADDRESS)).status_code == 201
    assert problem(await identity.signs_in("anne@example.org")) == "wrong-credentials"
    [changed] = [event for event in await identity.events() if event.type == CHANGED]
    assert (changed.data["email"], changed.data["previous_email"]) == (ADDRESS, "anne@example.org")
    audited = await identity.audited()
    assert ("account", "email_change.requested", None) in audited
    assert ("visitor", "email.changed", None) in audited


async def test_the_link_rests_hashed_travels_sealed_and_lives_two_days(identity: Identity) -> None:
    subject = await holder(identity)
    await asks(identity, subject)
    [link] = await mailed(identity)
    [row] = await identity.fetch("SELECT token_hash, expires_at FROM email_changes")
    assert row["token_hash"] == digest(link)
    assert abs(row["expires_at"] - datetime.now(UTC) - timedelta(hours=48)) < timedelta(minutes=2)
    assert not any(link in str(event["envelope"]) for event in await identity.fetch("SELECT envelope FROM outbox"))
    await identity.fetch("UPDATE email_changes SET expires_at = now()")
    for answer in (await identity.call("GET", f"/email-changes/{link}"), await confirms(identity, link)):
        assert (answer.status_code, problem(answer)) == (404, "unknown-link")
    assert (await identity.call("GET", ACCOUNT, subject=subject)).json()["email_change"] is None
    await identity.run_job("purge email changes")
    assert await identity.fetch("SELECT * FROM email_changes") == []


async def test_of_fifty_confirmations_at_once_one_wins(identity: Identity) -> None:
    subject = await holder(identity)
    await asks(identity, subject)
    [link] = await mailed(identity)
    answers = await asyncio.gather(*(confirms(identity, link) for _ in range(50)))
    assert sorted(answer.status_code for answer in answers) == [204] + [404] * 49
    assert len([event for event in await identity.events() if event.type == CHANGED]) == 1


async def test_requests_and_confirmations_at_once_leave_one_address_and_no_stray_link(identity: Identity) -> None:
    subject = await holder(identity)
    await asks(identity, subject)
    [first] = await mailed(identity)
    await asyncio.gather(asks(identity, subject, "other@example.net"), confirms(identity, first))
    *_, last = await mailed(identity)
    assert await address(identity, subject) in {"anne@example.org", ADDRESS}
    assert problem(await confirms(identity, first)) == "unknown-link"
    assert (await confirms(identity, last)).status_code == 204
    assert await address(identity, subject) == "other@example.net"


async def test_a_newer_request_a_resent_mail_and_a_cancellation_void_the_link(identity: Identity) -> None:
    subject = await holder(identity)
    path = f"{ACCOUNT}/email-changes/current"
    await asks(identity, subject, "mistyped@example.net")
    await asks(identity, subject)
    assert (await identity.call("POST", f"{path}/mails", subject=subject)).status_code == 202
    slowed = await identity.call("POST", f"{path}/mails", subject=subject)
    assert (slowed.status_code, problem(slowed)) == (429, "too-many-requests")
    first, second, third = await mailed(identity)
    for void in (first, second):
        assert problem(await confirms(identity, void)) == "unknown-link"
    assert (await identity.call("DELETE", path, subject=subject)).status_code == 204
    assert problem(await confirms(identity, third)) == "unknown-link"
    for answer in (
        await identity.call("DELETE", path, subject=subject),
        await identity.call("POST", f"{path}/mails", subject=subject),
    ):
        assert (answer.status_code, problem(answer)) == (404, "no-email-change")
    assert await address(identity, subject) == "anne@example.org"


async def test_a_known_and_an_unknown_address_are_the_same_statements(identity: Identity) -> None:
    anne = await holder(identity)
    await holder(identity, "00043", "bea@example.org")
    answers, sent = [], []
    for email in ("bea@example.org", "nobody@example.org"):
        with identity.statements() as statements:
            answers.append(await asks(identity, anne, email))
        sent.append(statements)
    assert {(answer.status_code, answer.text) for answer in answers} == {(202, "null")}
    assert sent[0] == sent[1]


@pytest.mark.parametrize("email", ["not an address", "x@localhost", ""])
async def test_an_address_that_is_none_is_refused(identity: Identity, email: str) -> None:
    refused = await asks(identity, await holder(identity), email)
    assert [error["field"] for error in refused.json()["errors"]] == ["email"]


async def test_the_list_tells_sessions_apart_and_no_finer(identity: Identity) -> None:
    subject = await holder(identity)
    other = await holder(identity, "00043", "bea@example.org")
    _, phone = await session(identity)
    await identity.signs_in()
    await session(identity, "00043")
    listed = (await identity.call("GET", f"{ACCOUNT}/sessions", subject=subject)).json()
    assert [(one["device"], one["browser"]) for one in listed] == [(None, None), ("phone", "firefox")]
    assert listed[1]["id"] == str(phone)
    assert set(listed[0]) == {"id", "opened_at", "last_seen_at", "device", "browser"}
    await identity.fetch("UPDATE sessions SET last_seen_at = now() - interval '31 minutes' WHERE id = $1", phone)
    assert len((await identity.call("GET", f"{ACCOUNT}/sessions", subject=subject)).json()) == 1
    assert len((await identity.call("GET", f"{ACCOUNT}/sessions", subject=other)).json()) == 1


@pytest.mark.parametrize("seen_as", [{"device": "toaster", "browser": "chrome"}, {"device": "phone"}])
async def test_what_a_session_is_seen_as_is_one_of_a_few_words(identity: Identity, seen_as: dict[str, str]) -> None:
    told = {"identifier": "00042", "password": PASSWORD, "seen_as": seen_as}
    assert (await identity.call("POST", "/sessions", told)).status_code == 422


async def test_a_session_is_ended_by_its_account_alone(identity: Identity) -> None:
    subject = await holder(identity)
    other = await holder(identity, "00043", "bea@example.org")
    token, known = await session(identity)
    for stranger, named in ((other, known), (subject, uuid4())):
        answer = await identity.call("DELETE", f"{ACCOUNT}/sessions/{named}", subject=stranger)
        assert (answer.status_code, problem(answer)) == (404, "unknown-session")
    assert (await identity.introspects(token)).status_code == 200
    assert (await identity.call("DELETE", f"{ACCOUNT}/sessions/{known}", subject=subject)).status_code == 204
    assert problem(await identity.introspects(token)) == "unknown-session"
    assert ("account", "session.ended", "by-its-owner") in await identity.audited()


async def test_all_others_end_and_this_one_stays(identity: Identity) -> None:
    subject = await holder(identity)
    await holder(identity, "00043", "bea@example.org")
    this, known = await session(identity)
    others = [(await session(identity))[0] for _ in range(2)]
    stranger, _ = await session(identity, "00043")
    path = f"{ACCOUNT}/sessions/others-revocation"
    answer = await identity.call("POST", path, {"session_id": str(known)}, subject=subject)
    assert answer.status_code == 204
    living = [(await identity.introspects(token)).status_code for token in (this, stranger, *others)]
    assert living == [200, 200, 404, 404]
    assert ("account", "sessions.ended", "by-its-owner") in await identity.audited()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("POST", "/password"),
        ("POST", "/email-changes"),
        ("POST", "/email-changes/current/mails"),
        ("DELETE", "/email-changes/current"),
        ("GET", "/sessions"),
        ("DELETE", f"/sessions/{UUID(int=7)}"),
        ("POST", "/sessions/others-revocation"),
    ],
)
async def test_only_a_family_has_an_account_of_its_own(identity: Identity, method: str, path: str) -> None:
    for kind in (SubjectKind.REGISTRATION, SubjectKind.STAFF, SubjectKind.SECOND_FACTOR):
        answer = await identity.call(method, ACCOUNT + path, {}, subject=Subject(kind, uuid4()))
        assert answer.status_code == 403, kind
    assert (await identity.call(method, ACCOUNT + path, {}, subject=VISITOR)).status_code in {401, 403}


async def test_an_erased_family_leaves_no_address_that_waits(identity: Identity) -> None:
    subject = await holder(identity)
    await asks(identity, subject)
    assert subject.family_id
    await identity.hears(
        FamilyErased(family_id=subject.family_id, registration_id=None, child_ids=[], erased_at=datetime.now(UTC))
    )
    assert await identity.fetch("SELECT * FROM email_changes") == []
    answer = await identity.call("GET", ACCOUNT, subject=subject)
    assert (answer.status_code, problem(answer)) == (404, "unknown-account")
    assert (await changes(identity, subject)).status_code in {404, 422}
