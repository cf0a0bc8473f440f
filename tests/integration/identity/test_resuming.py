import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from libs.chassis.auth import Subject, SubjectKind
from tests.integration.identity.conftest import PASSWORD, Identity, Registration, problem


async def described(identity: Identity, email: str = "anne@example.org") -> Registration:
    registration = await identity.starts(email)
    answer = await identity.describes(registration, email=email)
    assert answer.status_code == 204, answer.text
    return registration


async def asks(identity: Identity, email: str, address: str = "192.0.2.1") -> httpx.Response:
    return await identity.call("POST", "/resumptions", {"email": email}, address=address)


async def continues_later(identity: Identity, registration: Registration) -> httpx.Response:
    path = f"/registrations/{registration.id}/resumption-mails"
    return await identity.call("POST", path, subject=registration.subject)


async def resumes(identity: Identity, token: str, password: str = PASSWORD) -> httpx.Response:
    return await identity.call("POST", "/resumptions/completion", {"token": token, "password": password})


async def unlocks(identity: Identity, registration: Registration, password: str = PASSWORD) -> httpx.Response:
    subject = Subject(SubjectKind.LOCKED_REGISTRATION, registration.id)
    told = {"session_token": registration.token, "password": password}
    return await identity.call("POST", "/sessions/current/unlocking", told, subject=subject)


async def mailed_links(identity: Identity) -> list[tuple[str, str]]:
    """(registration, token), as notifications would read them."""
    return [
        (event.data["registration_id"], identity.opener.open(event.data["sealed_token"]))
        for event in await identity.events()
        if event.type == "identity.resumption.requested.v1"
    ]


async def left_alone(identity: Identity, minutes: int) -> None:
    await identity.fetch("UPDATE sessions SET last_seen_at = now() - $1::interval", timedelta(minutes=minutes))


async def test_a_registration_is_resumed_elsewhere(identity: Identity) -> None:
    registration = await described(identity)
    assert (await asks(identity, "ANNE@example.org")).status_code == 202
    assert await identity.run_job("send resumptions") == 1
    [(registration_id, token)] = await mailed_links(identity)
    assert registration_id == str(registration.id)
    for _look in range(2):
        looked = await identity.call("GET", f"/resumptions/{token}")
        assert looked.json() == {"email_masked": "a•••@example.org"}
    wrong = await resumes(identity, token, "Selves06501")
    assert (wrong.status_code, problem(wrong)) == (401, "wrong-credentials")

    opened = await resumes(identity, token)
    assert (opened.status_code, opened.json()["registration_id"]) == (201, str(registration.id))
    who = (await identity.introspects(opened.json()["session_token"])).json()
    assert (who["kind"], who["id"]) == ("registration", str(registration.id))
    assert (await identity.introspects(registration.token)).status_code == 200  # the first device goes on too
    for answer in (await identity.call("GET", f"/resumptions/{token}"), await resumes(identity, token)):
        assert (answer.status_code, problem(answer)) == (404, "unknown-link")


async def test_known_and_unknown_addresses_are_the_same_work(identity: Identity) -> None:
    await described(identity)
    answers, sent = [], []
    for email in ("anne@example.org", "nobody@example.org"):
        with identity.statements() as statements:
            answers.append(await asks(identity, email))
        sent.append(statements)
    assert {(answer.status_code, answer.content) for answer in answers} == {(202, b"null")}
    assert sent[0] == sent[1]
    assert await mailed_links(identity) == []
    assert await identity.run_job("send resumptions") == 2
    assert len(await mailed_links(identity)) == 1
    assert await identity.fetch("SELECT * FROM resumption_requests") == []


async def test_each_open_registration_of_an_address_gets_a_link_for_as_long_as_its_draft(identity: Identity) -> None:
    first, second = await described(identity), await described(identity)
    await identity.starts()
    await identity.waits_for_activation()
    await asks(identity, "anne@example.org")
    await identity.run_job("send resumptions")
    assert {registration for registration, _token in await mailed_links(identity)} == {str(first.id), str(second.id)}
    for link in await identity.fetch("SELECT created_at, expires_at FROM resumption_links"):
        assert link["expires_at"] - link["created_at"] == timedelta(hours=48)


async def test_no_link_rests_in_clear(identity: Identity) -> None:
    await continues_later(identity, await described(identity))
    [(_registration, token)] = await mailed_links(identity)
    assert token not in str(await identity.fetch("SELECT envelope FROM outbox"))
    [kept] = await identity.fetch("SELECT token_hash FROM resumption_links")
    assert len(kept["token_hash"]) == 32


async def test_continuing_later_is_slowed_by_mailbox(identity: Identity) -> None:
    registration = await described(identity)
    answers = [await continues_later(identity, registration) for _again in range(6)]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429]
    assert problem(answers[-1]) == "too-many-requests"
    await asks(identity, "anne@example.org")
    await identity.run_job("send resumptions")
    assert len(await mailed_links(identity)) == 5


async def test_there_is_nothing_to_continue_before_step_3_and_after_terminer(identity: Identity) -> None:
    for registration in (await identity.starts(), await identity.waits_for_activation()):
        refused = await continues_later(identity, registration)
        assert (refused.status_code, problem(refused)) == (409, "nothing-to-resume")


async def test_fifty_completions_of_one_link_have_one_winner(identity: Identity) -> None:
    await identity.fetch("SELECT 1")
    await continues_later(identity, await described(identity))
    [(_registration, token)] = await mailed_links(identity)
    identity.app.state.deps.throttle.take = _never_slow
    answers = await asyncio.gather(*(resumes(identity, token) for _again in range(50)))
    assert sorted(answer.status_code for answer in answers) == [201] + [404] * 49


async def _never_slow(_limits: object) -> int:
    return 0


async def test_a_link_dies_with_the_draft_with_terminer_and_with_its_address(identity: Identity) -> None:
    tokens = []
    for fate in ("abandoned", "handed in", "another address", "expired"):
        registration = await described(identity, f"{fate.replace(' ', '')}@example.org")
        await continues_later(identity, registration)
        tokens.append((await mailed_links(identity))[-1][1])
        if fate == "abandoned":
            await identity.hears_of_abandonment(registration.id)
        elif fate == "handed in":
            await identity.hears_of_family(registration.id, "00042")
        elif fate == "another address":
            await identity.describes(registration, email="anna@example.org")
        else:
            await identity.fetch("UPDATE resumption_links SET expires_at = now()")
    for token in tokens:
        answer = await resumes(identity, token)
        assert (answer.status_code, problem(answer)) == (404, "unknown-link")
        assert (await identity.call("GET", f"/resumptions/{token}")).status_code == 404
    assert await identity.run_job("purge resumption links") == 2


async def test_passwords_for_a_link_are_slowed(identity: Identity) -> None:
    await continues_later(identity, await described(identity))
    [(_registration, token)] = await mailed_links(identity)
    answers = [await resumes(identity, token, "wrong") for _guess in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]


async def test_a_described_registration_locks_when_left_alone(identity: Identity) -> None:
    registration = await described(identity)
    await left_alone(identity, 29)
    assert (await identity.introspects(registration.token)).json()["kind"] == "registration"
    await left_alone(identity, 31)
    before = await identity.fetch("SELECT last_seen_at FROM sessions")
    for _look in range(2):
        who = (await identity.introspects(registration.token)).json()
        assert (who["kind"], who["id"]) == ("locked_registration", str(registration.id))
        assert (who["display_name"], who["permissions"], who["family_code"]) == ("", [], None)
    assert await identity.fetch("SELECT last_seen_at FROM sessions") == before  # asking is no use
    assert datetime.fromisoformat(who["expires_at"]) == before[0]["last_seen_at"] + timedelta(hours=48)


async def test_a_registration_without_a_password_has_nothing_to_lock(identity: Identity) -> None:
    registration = await identity.starts()
    await left_alone(identity, 31)
    assert (await identity.introspects(registration.token)).json()["kind"] == "registration"


async def test_families_and_staff_do_not_lock(identity: Identity) -> None:
    await identity.active()
    token = (await identity.signs_in()).json()["session_token"]
    await left_alone(identity, 31)
    assert (await identity.introspects(token)).status_code == 404


async def test_the_wait_for_activation_locks_too(identity: Identity) -> None:
    registration = await identity.waits_for_activation()
    await left_alone(identity, 31)
    assert (await identity.introspects(registration.token)).json()["kind"] == "locked_registration"
    assert (await unlocks(identity, registration)).status_code == 201


async def test_the_password_unlocks_with_a_fresh_token(identity: Identity) -> None:
    registration = await described(identity)
    await continues_later(identity, registration)
    elsewhere = (await resumes(identity, (await mailed_links(identity))[0][1])).json()["session_token"]
    await left_alone(identity, 31)
    wrong = await unlocks(identity, registration, "Selves06501")
    assert (wrong.status_code, problem(wrong)) == (401, "wrong-credentials")
    assert (await identity.introspects(registration.token)).json()["kind"] == "locked_registration"
    opened = await unlocks(identity, registration)
    assert (opened.status_code, opened.json()["kind"]) == (201, "registration")
    assert (await identity.introspects(registration.token)).status_code == 404  # the old one ended
    assert (await identity.introspects(elsewhere)).json()["kind"] == "locked_registration"  # and no other
    who = (await identity.introspects(opened.json()["session_token"])).json()
    assert (who["kind"], who["id"]) == ("registration", str(registration.id))
    assert ("visitor", "unlocking.failed", "wrong-credentials") in await identity.audited()


async def test_guessing_at_a_locked_screen_is_slowed(identity: Identity) -> None:
    registration = await described(identity)
    answers = [await unlocks(identity, registration, "wrong") for _guess in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert problem(answers[-1]) == "slow-down"


async def test_a_locked_registration_does_nothing_but_unlock(identity: Identity) -> None:
    """Every route that a registration may call refuses a locked one; the matrix is read from the OpenAPI document."""
    registration = await described(identity)
    locked = Subject(SubjectKind.LOCKED_REGISTRATION, registration.id)
    paths = identity.app.openapi()["paths"]
    tried = 0
    for path, operations in paths.items():
        if "{registration_id}" not in path:
            continue
        for method in operations:
            answer = await identity.call(
                method.upper(), path.format(registration_id=registration.id), {}, subject=locked
            )
            assert answer.status_code == 403, (method, path)
            tried += 1
    assert tried >= 5


@pytest.mark.parametrize("kind", [kind for kind in SubjectKind if kind is not SubjectKind.LOCKED_REGISTRATION])
async def test_only_a_locked_registration_unlocks(identity: Identity, kind: SubjectKind) -> None:
    registration = await described(identity)
    answer = await identity.call(
        "POST",
        "/sessions/current/unlocking",
        {"session_token": registration.token, "password": PASSWORD},
        subject=Subject(kind, registration.id),
    )
    assert answer.status_code == 403


async def test_an_unlocked_session_after_activation_ends_with_the_registration(identity: Identity) -> None:
    registration = await identity.active()
    opened = await unlocks(identity, registration)
    who = (await identity.introspects(opened.json()["session_token"])).json()
    assert datetime.fromisoformat(who["expires_at"]) < datetime.now(UTC) + timedelta(minutes=16)


async def test_a_locked_session_still_ends(identity: Identity) -> None:
    registration = await described(identity)
    await left_alone(identity, 48 * 60)
    assert (await identity.introspects(registration.token)).status_code == 404
    gone = await unlocks(identity, Registration(UUID(int=1), "gone", registration.subject))
    assert (gone.status_code, problem(gone)) == (404, "unknown-registration")
