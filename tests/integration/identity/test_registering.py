import asyncio
import time
from uuid import uuid4

import asyncpg
import pytest

from libs.chassis.auth import Subject, SubjectKind
from services.identity.domain.errors import AnotherFamily, UnknownRegistration
from services.identity.domain.session import digest
from tests.integration.identity.conftest import PASSWORD, Identity, fastest, problem


async def test_the_whole_path_from_the_address_to_the_first_sign_in(identity: Identity) -> None:
    registration = await identity.starts("Anne@EXAMPLE.org")
    path = f"/registrations/{registration.id}"
    assert (await identity.call("GET", path, subject=registration.subject)).json() == {
        "registration_id": str(registration.id),
        "email": "Anne@example.org",
        "account": None,
        "state": "started",
        "family_code": None,
        "proven": False,
        "claim": None,
    }
    described = await identity.describes(registration, last_name="  Durante\u0301 ", email="Anne@example.org")
    assert described.status_code == 204
    shown = (await identity.call("GET", path, subject=registration.subject)).json()
    assert (shown["state"], shown["account"]["last_name"]) == ("account", "Durant\u00e9")
    assert shown["proven"]
    assert PASSWORD not in str(shown)

    family_id = await identity.hears_of_family(registration.id, "00042")
    shown = (await identity.call("GET", path, subject=registration.subject)).json()
    assert (shown["state"], shown["family_code"]) == ("awaiting_activation", "00042")
    refused = await identity.signs_in()
    assert (refused.status_code, problem(refused)) == (403, "not-activated")

    [token] = await identity.mailed_tokens()
    for _look in range(3):  # a mail scanner that follows the link activates nothing
        looked = await identity.call("GET", f"/activations/{token}")
        assert looked.json() == {"email_masked": "A•••@example.org"}
    assert (await identity.call("POST", "/activations", {"token": token})).json() == {"family_code": "00042"}
    shown = (await identity.call("GET", path, subject=registration.subject)).json()
    assert shown["state"] == "activated"

    opened = await identity.signs_in()
    assert (opened.status_code, opened.json()["kind"]) == (201, "family")
    who = (await identity.introspects(opened.json()["session_token"])).json()
    assert who.pop("expires_at")
    assert who.pop("session_id")
    assert who == {
        "kind": "family",
        "id": str(registration.id),
        "family_id": str(family_id),
        "permissions": [],
        "roles": [],
        "display_name": "Anne DURANT\u00c9",
        "family_code": "00042",
    }
    events = await identity.events()
    assert [(event.type, event.subject, event.aggregate_version) for event in events] == [
        ("identity.account.registered.v1", str(registration.id), 3),
        ("identity.activation.requested.v1", str(registration.id), 3),
        ("identity.account.activated.v1", str(registration.id), 5),
    ]
    assert await identity.audited() == [
        ("registration", "terms.accepted", None),
        ("service", "account.registered", None),
        ("service", "activation.requested", None),
        ("visitor", "sign_in.failed", "not-activated"),
        ("visitor", "account.activated", None),
        ("account", "device.remembered", None),
        ("account", "sign_in.succeeded", None),
    ]


async def test_no_token_and_no_password_rests_in_clear(identity: Identity) -> None:
    registration = await identity.active()
    session = (await identity.signs_in()).json()["session_token"]
    secrets = [registration.token, session, PASSWORD, *await identity.mailed_tokens()]
    tables = ("accounts", "sessions", "activation_links", "throttles", "outbox", "audit", "staff")
    rows = "".join([str(await identity.fetch(f"SELECT * FROM {table}")) for table in tables])
    assert not [secret for secret in secrets if secret in rows]
    assert "00042" not in str(await identity.fetch("SELECT * FROM throttles"))
    assert "example.org" not in str(await identity.fetch("SELECT * FROM audit"))


async def test_the_consent_is_kept_with_its_version_and_instant(identity: Identity) -> None:
    await identity.waits_for_activation()
    [row] = await identity.fetch(
        "SELECT terms_version, now() - consented_at < interval '1 minute' AS lately FROM accounts"
    )
    assert row["terms_version"]
    assert row["lately"]


async def test_step_3_answers_field_by_field_and_echoes_nothing(identity: Identity) -> None:
    registration = await identity.starts()
    refused = await identity.describes(
        registration, password="motdepasse", accepts_terms=False, terms_version="1999-01", declares_exact=False
    )
    assert refused.status_code == 422
    assert {(error["field"], error["code"]) for error in refused.json()["errors"]} == {
        ("password", "password-without-digit"),
        ("password", "password-too-common"),
        ("accepts_terms", "terms-not-accepted"),
        ("declares_exact", "not-declared-exact"),
        ("terms_version", "unknown-terms"),
    }
    assert "motdepasse" not in refused.text


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"last_name": "x" * 10_000}, "string_too_long"),
        ({"last_name": "  "}, "string_too_short"),
        ({"first_name": "A\u0000nne"}, "forbidden-characters"),
        ({"civility": "docteur"}, "literal_error"),
        ({"email": "anne@localhost"}, "invalid-email"),
        ({"role": "admin"}, "extra_forbidden"),
        ({"accepts_terms": "maybe"}, "bool_parsing"),
    ],
)
async def test_bad_input_is_named(identity: Identity, changed: dict[str, object], code: str) -> None:
    registration = await identity.starts()
    refused = await identity.describes(registration, **changed)
    assert (refused.status_code, [error["code"] for error in refused.json()["errors"]]) == (422, [code])


async def test_a_name_in_arabic_is_a_name(identity: Identity) -> None:
    registration = await identity.starts()
    assert (await identity.describes(registration, last_name="محمد")).status_code == 204


async def test_somebody_elses_registration_does_not_exist(identity: Identity) -> None:
    registration = await identity.starts()
    stranger = Subject(SubjectKind.REGISTRATION, uuid4())
    family = Subject(SubjectKind.FAMILY, registration.id, uuid4())
    path = f"/registrations/{registration.id}"
    calls = [
        ("GET", path, None),
        ("PUT", f"{path}/email", {"email": "x@example.org"}),
        ("POST", f"{path}/activation-mails", None),
    ]
    for method, target, body in calls:
        assert (await identity.call(method, target, body, subject=stranger)).status_code == 404
        assert (await identity.call(method, target, body, subject=family)).status_code == 403
        assert (await identity.call(method, target, body)).status_code == 403


async def test_every_route_wants_a_subject(identity: Identity) -> None:
    asked = 0
    for path, operations in identity.app.openapi()["paths"].items():
        for method in operations:
            target = path.replace("{registration_id}", str(uuid4())).replace("{token}", "t")
            for headers in ({}, {"Authorization": "Bearer forged.token.here"}, {"X-User-Id": str(uuid4())}):
                answer = await identity.client.request(method, target, json={}, headers=headers)
                assert answer.status_code == 401, (method, path)
                asked += 1
    assert asked >= 36


async def test_the_news_of_a_family_may_come_again(identity: Identity) -> None:
    registration = await identity.starts()
    family_id = await identity.hears_of_family(registration.id, "00042")
    await identity.hears_of_family(registration.id, "00042", family_id)
    assert len(await identity.mailed_tokens()) == 1
    with pytest.raises(AnotherFamily):
        await identity.hears_of_family(registration.id, "00043")


async def test_news_of_an_unknown_registration_fail_and_so_end_dead(identity: Identity) -> None:
    with pytest.raises(UnknownRegistration):
        await identity.hears_of_family(uuid4(), "00042")


async def test_two_families_may_have_one_address(identity: Identity) -> None:
    await identity.active("00042")
    await identity.active("00043")
    assert (await identity.signs_in("00042")).status_code == 201
    assert (await identity.signs_in("00043")).status_code == 201
    assert (await identity.signs_in("anne@example.org")).status_code == 401


async def test_fifty_presses_on_one_link_have_one_winner(identity: Identity) -> None:
    await identity.waits_for_activation()
    [token] = await identity.mailed_tokens()
    answers = await asyncio.gather(*(identity.call("POST", "/activations", {"token": token}) for _press in range(50)))
    assert sorted(answer.status_code for answer in answers) == [200] + [404] * 49
    assert {problem(answer) for answer in answers if answer.status_code == 404} == {"unknown-link"}
    activated = [event for event in await identity.events() if event.type == "identity.account.activated.v1"]
    assert len(activated) == 1


async def test_two_links_of_one_account_at_once_have_one_winner(identity: Identity) -> None:
    registration = await identity.waits_for_activation()
    await identity.call("POST", f"/registrations/{registration.id}/activation-mails", subject=registration.subject)
    tokens = await identity.mailed_tokens()
    assert len(tokens) == 2
    holder = await asyncpg.connect(identity.database.dsn)
    async with holder.transaction():  # both presses are under way before either can end
        await holder.execute("SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE", registration.id)
        presses = [asyncio.create_task(identity.call("POST", "/activations", {"token": token})) for token in tokens]
        await asyncio.sleep(0.3)
    answers = await asyncio.gather(*presses)
    await holder.close()
    assert sorted(answer.status_code for answer in answers) == [200, 404]


async def test_used_expired_replaced_and_unknown_links_are_one(identity: Identity) -> None:
    await identity.active("00042")
    [used] = await identity.mailed_tokens()
    await identity.waits_for_activation("00043")
    expired = (await identity.mailed_tokens())[-1]
    await identity.fetch("UPDATE activation_links SET expires_at = now()")
    corrected = await identity.waits_for_activation("00044", "ane@example.org")
    replaced = (await identity.mailed_tokens())[-1]
    path = f"/registrations/{corrected.id}/email"
    assert (
        await identity.call("PUT", path, {"email": "anne@example.org"}, subject=corrected.subject)
    ).status_code == 204
    bodies = set()
    for token in (used, expired, replaced, "A" * 43, "é\u202e"):
        for answer in (
            await identity.call("POST", "/activations", {"token": token}),
            await identity.call("GET", f"/activations/{token}"),
        ):
            assert answer.status_code == 404
            bodies.add(answer.text)
    assert len(bodies) == 1
    newest = (await identity.mailed_tokens())[-1]
    assert (await identity.call("POST", "/activations", {"token": newest})).status_code == 200


async def test_the_corrected_address_gets_the_new_link(identity: Identity) -> None:
    registration = await identity.waits_for_activation(email="ane@example.org")
    path = f"/registrations/{registration.id}/email"
    await identity.call("PUT", path, {"email": "anne@example.org"}, subject=registration.subject)
    events = await identity.events()
    assert [(event.type, event.data["email"]) for event in events[-2:]] == [
        ("identity.account.email_changed.v1", "anne@example.org"),
        ("identity.activation.requested.v1", "anne@example.org"),
    ]


async def test_mails_are_slowed_and_the_wait_is_told(identity: Identity) -> None:
    registration = await identity.waits_for_activation()
    path = f"/registrations/{registration.id}/activation-mails"
    answers = [await identity.call("POST", path, subject=registration.subject) for _again in range(5)]
    assert [answer.status_code for answer in answers] == [202] * 4 + [429]
    assert problem(answers[-1]) == "too-many-requests"
    assert 0 < answers[-1].json()["retry_after"] <= 600
    assert answers[-1].headers["Retry-After"] == str(answers[-1].json()["retry_after"])


async def test_after_activation_nothing_of_the_registration_moves(identity: Identity) -> None:
    registration = await identity.active()
    path = f"/registrations/{registration.id}"
    resent = await identity.call("POST", f"{path}/activation-mails", subject=registration.subject)
    corrected = await identity.call("PUT", f"{path}/email", {"email": "x@example.org"}, subject=registration.subject)
    described = await identity.describes(registration)
    assert [(answer.status_code, problem(answer)) for answer in (resent, corrected, described)] == [
        (409, "not-awaiting-activation"),
        (409, "already-activated"),
        (409, "already-registered"),
    ]


async def test_an_abandoned_registration_leaves_nothing(identity: Identity) -> None:
    registration = await identity.starts()
    await identity.describes(registration)
    await identity.hears_of_abandonment(registration.id)
    assert (await identity.introspects(registration.token)).status_code == 404
    assert await identity.fetch("SELECT 1 FROM accounts") == []
    await identity.hears_of_abandonment(registration.id)

    kept = await identity.waits_for_activation()
    await identity.hears_of_abandonment(kept.id)
    assert (await identity.introspects(kept.token)).status_code == 200


async def test_the_owner_of_a_known_address_gets_a_mail_and_the_visitor_learns_nothing(identity: Identity) -> None:
    await identity.active()
    before = len(await identity.events())
    known = await identity.call("POST", "/registrations", {"email": "ANNE@example.org"})
    unknown = await identity.call("POST", "/registrations", {"email": "nobody@example.org"})
    assert (known.status_code, known.json().keys()) == (unknown.status_code, unknown.json().keys())
    assert len(known.content) == len(unknown.content)
    assert len(await identity.events()) == before
    assert await identity.run_job("tell known addresses") == 2  # the first registration is no pending one any more
    told = (await identity.events())[before:]
    assert [(event.type, event.data) for event in told] == [
        (
            "identity.registration.address_known.v1",
            {"registration_id": known.json()["registration_id"], "email": "ANNE@example.org"},
        )
    ]
    await identity.starts("anne@example.org")
    await identity.run_job("tell known addresses")
    assert len(await identity.events()) == before + 1  # one mail an hour


async def test_a_known_address_is_the_same_work(identity: Identity) -> None:
    await identity.active()
    sent = {}
    for email in ("anne@example.org", "nobody@example.org"):
        with identity.statements() as sent[email]:
            await identity.starts(email)
    assert sent["anne@example.org"] == sent["nobody@example.org"]
    assert len(sent["anne@example.org"]) >= 3


async def test_a_known_address_is_no_slower(identity: Identity) -> None:
    await identity.active()
    took: dict[str, list[float]] = {"anne@example.org": [], "nobody@example.org": []}
    for turn in range(100):
        for email, times in took.items():
            began = time.perf_counter()
            await identity.call("POST", "/registrations", {"email": email}, address=f"198.51.{turn}.1")
            times.append(time.perf_counter() - began)
    known, unknown = (fastest(times) for times in took.values())
    assert abs(known - unknown) < 0.25 * max(known, unknown)


async def test_forgotten_registrations_are_purged(identity: Identity) -> None:
    old, fresh = await identity.starts(), await identity.starts()
    joined = await identity.waits_for_activation()
    await identity.fetch("UPDATE accounts SET created_at = now() - interval '31 days' WHERE id <> $1", fresh.id)
    assert await identity.run_job("purge forgotten registrations") == 0  # their sessions live
    await identity.fetch("UPDATE sessions SET last_seen_at = now() - interval '49 hours'")
    assert await identity.run_job("purge sessions") == 3
    assert await identity.run_job("purge forgotten registrations") == 1
    left = {row["id"] for row in await identity.fetch("SELECT id FROM accounts")}
    assert left == {fresh.id, joined.id}
    assert old.id not in left
    assert (await identity.audited())[-1] == ("service", "registration.deleted", "forgotten")


async def test_expired_links_are_purged(identity: Identity) -> None:
    await identity.waits_for_activation()
    assert await identity.run_job("purge activation links") == 0
    await identity.fetch("UPDATE activation_links SET expires_at = now()")
    assert await identity.run_job("purge activation links") == 1


async def test_a_link_lives_48_hours(identity: Identity) -> None:
    await identity.waits_for_activation()
    [row] = await identity.fetch("SELECT expires_at - created_at AS lives FROM activation_links")
    assert row["lives"].total_seconds() == 48 * 3600


async def test_only_hashes_of_sessions_are_stored(identity: Identity) -> None:
    registration = await identity.starts()
    [row] = await identity.fetch("SELECT token_hash FROM sessions")
    assert row["token_hash"] == digest(registration.token)
