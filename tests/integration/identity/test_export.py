"""All that identity knows of an account, to its holder who gives the password again."""

import httpx

from libs.chassis.auth import Subject
from tests.integration.identity.conftest import PASSWORD, Identity, problem
from tests.integration.identity.test_own_account import holder, session


async def exports(identity: Identity, subject: Subject, password: str = PASSWORD) -> httpx.Response:
    told = {"current_password": password}
    return await identity.call("POST", "/accounts/current/data-exports", told, subject=subject)


async def test_the_holder_takes_the_account_along_and_no_secret_of_it(identity: Identity) -> None:
    subject = await holder(identity)
    await session(identity)
    answer = await exports(identity, subject)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert told["data"]["account"]["email"] == "anne@example.org"
    assert told["data"]["consents"][0]["terms_version"]
    assert "phone" in {opened["device"] for opened in told["data"]["sessions"]}
    whats = [entry["what"] for entry in told["history"]]
    assert whats[:2] == ["data.exported", "device.remembered"]
    assert "account.activated" in whats
    [row] = await identity.fetch("SELECT password_hash FROM accounts WHERE id = $1", subject.id)
    assert row["password_hash"] not in answer.text


async def test_another_password_opens_nothing_and_is_told_in_the_history(identity: Identity) -> None:
    subject = await holder(identity)
    answer = await exports(identity, subject, "Another 2026")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "current-password-wrong")
    path = f"/families/{subject.family_id}/history"
    history = (await identity.call("GET", path, subject=subject)).json()
    assert history[0]["what"] == "password.refused"


async def test_exports_are_slowed(identity: Identity) -> None:
    subject = await holder(identity)
    for _ in range(3):
        assert (await exports(identity, subject)).status_code == 201
    refused = await exports(identity, subject)
    assert (refused.status_code, problem(refused)) == (429, "slow-down")
