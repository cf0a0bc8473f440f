"""Step 3 asks once for a proof of being a person, and has a way for those without JavaScript."""

import pytest

from gateway.clients.service import FieldProblem, Problem
from gateway.web.typography import keep_together
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.conftest import Browser
from tests.unit.gateway.test_creation import ACCOUNT, HOUSEHOLD

STEP = "/creer-ma-famille/compte"
UNPROVEN = {name: value for name, value in ACCOUNT.items() if name != "captcha"}
CODE_BUTTON = f'formaction="{STEP}/code"'


@pytest.fixture
def describing(browser: Browser, world: World) -> Browser:
    browser.arrive(world.registration_session(account=False))
    return browser


async def test_the_page_offers_the_captcha_and_the_mailed_code(describing: Browser) -> None:
    page = await describing.get(STEP)
    assert f'data-captcha="{STEP}/defi"' in page.text
    assert CODE_BUTTON in page.text
    assert "Code reçu par mail" in page.text


async def test_the_challenge_is_identitys_own(describing: Browser, world: World) -> None:
    answer = await describing.get(f"{STEP}/defi")
    assert answer.json()["parameters"]["algorithm"] == "PBKDF2/SHA-256"
    assert answer.headers["cache-control"] == "no-store"


async def test_the_worker_of_the_captcha_is_allowed_from_here_alone(describing: Browser) -> None:
    policy = (await describing.get(STEP)).headers["content-security-policy"]
    assert "worker-src 'self'" in policy
    assert "unsafe" not in policy
    assert "blob:" not in policy


async def test_the_solved_captcha_goes_with_the_account(describing: Browser, world: World) -> None:
    answer = await describing.post(STEP, ACCOUNT)
    assert answer.headers["location"] == HOUSEHOLD
    assert world.proofs == [{"kind": "altcha", "payload": ACCOUNT["captcha"]}]


async def test_a_mailed_code_goes_in_its_place_however_it_is_written(describing: Browser, world: World) -> None:
    answer = await describing.post(STEP, UNPROVEN | {"mail_code": " 123 456 "})
    assert answer.headers["location"] == HOUSEHOLD
    assert world.proofs == [{"kind": "mail_code", "code": "123456"}]


async def test_without_a_proof_nothing_is_sent(describing: Browser, world: World) -> None:
    answer = await describing.post(STEP, UNPROVEN)
    assert answer.status_code == 422
    assert 'href="#captcha"' in answer.text
    assert "describe_account" not in world.calls


async def test_whoever_was_proven_is_not_asked_again(browser: Browser, world: World) -> None:
    browser.arrive(world.registration_session())
    page = await browser.get(STEP)
    assert "VERIFICATION EFFECTUE" in page.text
    assert "data-captcha" not in page.text
    assert CODE_BUTTON not in page.text
    assert (await browser.post(STEP, UNPROVEN)).headers["location"] == HOUSEHOLD
    assert world.proofs == [None]


async def test_another_mistake_does_not_cost_the_captcha_again(describing: Browser) -> None:
    answer = await describing.post(STEP, ACCOUNT | {"last_name": ""})
    assert answer.status_code == 422
    assert "VERIFICATION EFFECTUE" in answer.text
    assert f'name="captcha" value="{ACCOUNT["captcha"]}"' in answer.text


@pytest.mark.parametrize("code", ["captcha-wrong", "captcha-expired", "captcha-used"])
async def test_a_refused_captcha_is_to_be_done_again(describing: Browser, world: World, code: str) -> None:
    world.refuses["describe_account"] = Problem(422, "invalid", [FieldProblem("captcha", code)])
    answer = await describing.post(STEP, ACCOUNT)
    assert answer.status_code == 422
    assert 'href="#captcha"' in answer.text
    assert f'data-captcha="{STEP}/defi"' in answer.text
    assert "ACCOUNT" not in answer.text
    assert ACCOUNT["captcha"] not in answer.text


async def test_asking_for_a_code_keeps_what_was_typed_but_the_passwords(describing: Browser, world: World) -> None:
    answer = await describing.post(f"{STEP}/code", UNPROVEN)
    assert answer.status_code == 200
    assert world.mailed == ["camille@exemple.fr"]
    assert 'value="Martin"' in answer.text
    assert "bon mot 1" not in answer.text
    assert "retapez votre mot de passe" in answer.text
    assert "describe_account" not in world.calls


async def test_no_code_is_mailed_to_an_address_typed_in_two_ways(describing: Browser, world: World) -> None:
    answer = await describing.post(f"{STEP}/code", UNPROVEN | {"email_confirmation": "autre@exemple.fr"})
    assert answer.status_code == 422
    assert 'href="#email_confirmation"' in answer.text
    assert world.mailed == []


async def test_a_code_asked_too_often_says_how_long_to_wait(describing: Browser, world: World) -> None:
    world.refuses["send_mail_code"] = Problem(429, "too-many-requests", retry_after=90)
    answer = await describing.post(f"{STEP}/code", UNPROVEN)
    assert answer.status_code == 429
    assert keep_together("2 minutes") in answer.text
