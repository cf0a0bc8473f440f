import asyncio
import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from altcha.v2 import create_challenge

from libs.chassis.auth import Subject, SubjectKind
from tests.integration.identity.conftest import Identity, Registration, problem


def refusal(answer: httpx.Response) -> tuple[str, str]:
    assert (answer.status_code, problem(answer)) == (422, "invalid"), answer.text
    [error] = answer.json()["errors"]
    return error["field"], error["code"]


async def asks_for_a_code(
    identity: Identity, registration: Registration, email: str = "anne@example.org", address: str = "192.0.2.1"
) -> httpx.Response:
    path = f"/registrations/{registration.id}/mail-codes"
    return await identity.call("POST", path, {"email": email}, subject=registration.subject, address=address)


async def mailed_codes(identity: Identity) -> list[str]:
    """What notifications would write into its mails."""
    return [
        identity.opener.open(event.data["sealed_code"])
        for event in await identity.events()
        if event.type == "identity.mail_code.requested.v1"
    ]


def altered(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    def alter(payload: str) -> str:
        told = json.loads(base64.b64decode(payload))
        change(told)
        return base64.b64encode(json.dumps(told).encode()).decode()

    return alter


def _easier(told: dict[str, Any]) -> None:
    """A challenge of the forger's own, solved at once."""
    made = create_challenge("PBKDF2/SHA-256", 1, counter=0, hmac_secret="a guess", hmac_key_secret="a guess").to_dict()
    told["challenge"] = made


async def test_the_challenge_is_what_the_widget_takes(identity: Identity) -> None:
    for subject in (Subject(SubjectKind.VISITOR, (await identity.starts()).id), (await identity.starts()).subject):
        challenge = (await identity.call("GET", "/captcha/challenge", subject=subject)).json()
        parameters = challenge["parameters"]
        assert set(challenge) == {"parameters", "signature"}
        assert parameters["algorithm"] == "PBKDF2/SHA-256"
        assert (parameters["cost"], parameters["keyLength"], len(parameters["keyPrefix"])) == (5000, 32, 32)
        left = datetime.fromtimestamp(parameters["expiresAt"], UTC) - datetime.now(UTC)
        assert timedelta(minutes=9, seconds=50) < left <= timedelta(minutes=10)
    assert await identity.fetch("SELECT * FROM spent_challenges") == []


async def test_a_challenge_is_used_once_whoever_comes_first(identity: Identity) -> None:
    proof = await identity.solves()
    registrations = [await identity.starts() for _n in range(6)]
    answers = await asyncio.gather(*(identity.describes(one, proof=proof) for one in registrations))
    assert sorted(answer.status_code for answer in answers) == [204] + [422] * 5
    assert {refusal(answer) for answer in answers if answer.status_code == 422} == {("captcha", "captcha-used")}
    assert [row["n"] for row in await identity.fetch("SELECT count(*) AS n FROM accounts WHERE proven")] == [1]


async def test_a_proven_registration_is_asked_no_more(identity: Identity) -> None:
    registration = await identity.starts()
    assert refusal(await identity.describes(registration, proof=None)) == ("captcha", "captcha-required")
    assert (await identity.describes(registration)).status_code == 204
    for proof in (None, {"kind": "altcha", "payload": "nonsense"}, {"kind": "mail_code", "code": "000000"}):
        assert (await identity.describes(registration, proof=proof)).status_code == 204


async def test_a_slip_elsewhere_leaves_the_solved_challenge_good(identity: Identity) -> None:
    registration = await identity.starts()
    proof = await identity.solves()
    refused = await identity.describes(registration, proof=proof, password="court", accepts_terms=False)
    assert "captcha" not in {error["field"] for error in refused.json()["errors"]}
    assert (await identity.describes(registration, proof=proof)).status_code == 204


@pytest.mark.parametrize(
    "forge",
    [
        lambda _payload: "x",
        lambda _payload: "AAAA",
        lambda _payload: base64.b64encode(b"[" * 2000).decode(),
        lambda _payload: base64.b64encode(b'{"challenge":[],"solution":1}').decode(),
        lambda _payload: base64.b64encode(b'{"challenge":{"parameters":{}},"solution":{}}').decode(),
        altered(lambda told: told["challenge"].update(signature=None)),
        altered(lambda told: told["challenge"].update(signature=["x"])),
        altered(lambda told: told["challenge"].update(signature="0" * 64)),
        altered(lambda told: told["challenge"]["parameters"].update(cost=1)),
        altered(lambda told: told["challenge"]["parameters"].update(expiresAt=4_000_000_000)),
        altered(lambda told: told["challenge"]["parameters"].update(expiresAt="tomorrow")),
        altered(lambda told: told["challenge"]["parameters"].pop("expiresAt")),
        altered(lambda told: told["challenge"]["parameters"].update(keySignature=None)),
        altered(lambda told: told["solution"].update(derivedKey="00" * 32)),
        altered(lambda told: told["solution"].update(derivedKey=None)),
        altered(_easier),
    ],
)
async def test_a_forged_proof_proves_nothing(identity: Identity, forge: Callable[[str], str]) -> None:
    registration = await identity.starts()
    payload = forge((await identity.solves())["payload"])
    refused = await identity.describes(registration, proof={"kind": "altcha", "payload": payload})
    assert refusal(refused) == ("captcha", "captcha-wrong")
    assert await identity.fetch("SELECT * FROM accounts WHERE proven") == []


async def test_a_challenge_expires(identity: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    registration = await identity.starts()
    proof = await identity.solves()
    later = datetime.now(UTC).timestamp() + 601
    monkeypatch.setattr("altcha.v2.time.time", lambda: later)
    captcha = identity.app.state.deps.captcha
    with pytest.raises(Exception, match="invalid") as refused:
        captcha.check(proof["payload"])
    monkeypatch.undo()
    assert refused.value.errors[0].code == "captcha-expired"  # type: ignore[attr-defined] # ProofRefused
    assert (await identity.describes(registration, proof=proof)).status_code == 204


@pytest.mark.parametrize(
    "proof",
    [
        "altcha",
        {},
        {"kind": "wink"},
        {"kind": "altcha"},
        {"kind": "altcha", "payload": "x" * 4001},
        {"kind": "mail_code", "code": "1", "email": "x"},
    ],
)
async def test_what_is_no_proof_is_bad_input(identity: Identity, proof: object) -> None:
    registration = await identity.starts()
    assert (await identity.describes(registration, proof=proof)).status_code == 422


async def test_used_challenges_and_old_codes_are_purged(identity: Identity) -> None:
    registration, waiting = await identity.starts(), await identity.starts()
    await identity.describes(registration)
    await asks_for_a_code(identity, waiting)
    assert await identity.run_job("purge proofs") == 0
    await identity.fetch("UPDATE spent_challenges SET expires_at = now()")
    await identity.fetch("UPDATE mail_codes SET expires_at = now()")
    assert await identity.run_job("purge proofs") == 2


async def test_a_code_is_mailed_and_proves(identity: Identity) -> None:
    registration = await identity.starts()
    assert (await asks_for_a_code(identity, registration)).status_code == 202
    [code] = await mailed_codes(identity)
    [event] = await identity.events()
    assert (event.subject, event.data["email"]) == (str(registration.id), "anne@example.org")
    wrong = await identity.describes(registration, proof={"kind": "mail_code", "code": f"{(int(code) + 1) % 10**6:06}"})
    assert refusal(wrong) == ("mail_code", "code-wrong")
    elsewhere = await identity.describes(registration, email="x@y.fr", proof={"kind": "mail_code", "code": code})
    assert refusal(elsewhere) == ("mail_code", "code-wrong")
    right = await identity.describes(registration, proof={"kind": "mail_code", "code": code})
    assert right.status_code == 204
    again = await asks_for_a_code(identity, registration)
    assert (again.status_code, problem(again)) == (409, "already-proven")
    assert ("registration", "mail_code.failed", None) in await identity.audited()


async def test_no_code_rests_in_clear(identity: Identity) -> None:
    registration = await identity.starts()
    await asks_for_a_code(identity, registration)
    [code] = await mailed_codes(identity)
    kept = await identity.fetch("SELECT digest, attempts FROM mail_codes")
    assert len(kept[0]["digest"]) == 32
    assert code not in str(kept)
    assert code not in str(await identity.fetch("SELECT envelope FROM outbox"))


async def test_attempts_at_once_are_counted_one_by_one(identity: Identity) -> None:
    registration = await identity.starts()
    await asks_for_a_code(identity, registration)
    [code] = await mailed_codes(identity)
    guesses = [{"kind": "mail_code", "code": f"{(int(code) + n) % 10**6:06}"} for n in range(1, 9)]
    answers = await asyncio.gather(*(identity.describes(registration, proof=guess) for guess in guesses))
    assert sorted(refusal(answer)[1] for answer in answers) == ["code-expired"] * 3 + ["code-wrong"] * 5
    right = await identity.describes(registration, proof={"kind": "mail_code", "code": code})
    assert refusal(right) == ("mail_code", "code-expired")


async def test_known_and_unknown_addresses_get_the_same_code_and_answer(identity: Identity) -> None:
    await identity.active()
    answers, sent = [], []
    for email in ("anne@example.org", "nobody@example.org"):
        registration = await identity.starts(email)
        with identity.statements() as statements:
            answers.append(await asks_for_a_code(identity, registration, email))
        sent.append(statements)
    assert {(answer.status_code, answer.content) for answer in answers} == {(202, b"null")}
    assert sent[0] == sent[1]


async def test_codes_are_slowed(identity: Identity) -> None:
    registration = await identity.starts()
    answers = [await asks_for_a_code(identity, registration, f"anne{n}@example.org") for n in range(4)]
    assert [answer.status_code for answer in answers] == [202] * 3 + [429]
    assert problem(answers[-1]) == "too-many-requests"
    assert 0 < answers[-1].json()["retry_after"] <= 600


async def test_only_the_registration_itself_asks_for_its_code(identity: Identity) -> None:
    registration = await identity.starts()
    for kind in (SubjectKind.VISITOR, SubjectKind.LOCKED_REGISTRATION, SubjectKind.FAMILY, SubjectKind.STAFF):
        stranger = Registration(registration.id, "", Subject(kind, registration.id))
        assert (await asks_for_a_code(identity, stranger)).status_code == 403
    other = Registration(registration.id, "", (await identity.starts()).subject)
    assert (await asks_for_a_code(identity, other)).status_code == 404
