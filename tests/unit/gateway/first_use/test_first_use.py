"""S'inscrire (première utilisation): a code opens the account step of a known family; without it nothing is told."""

import pytest

from gateway.clients.service import FieldProblem, Problem
from tests.fakes.doors_behind_gateway import CLAIM_CODE, KNOWN_FAMILY
from tests.fakes.services_behind_gateway import World
from tests.support.pages import Page
from tests.unit.gateway.conftest import Browser

DOOR, ACCOUNT = "/premiere-utilisation", "/premiere-utilisation/compte"
RIGHT: dict[str, str | list[str]] = {"family_code": KNOWN_FAMILY, "claim_code": CLAIM_CODE}
TYPED: dict[str, str | list[str]] = {
    "civility": "madame",
    "last_name": "Martin",
    "first_name": "Camille",
    "email": "camille@exemple.fr",
    "email_confirmation": "camille@exemple.fr",
    "password": "Soleil 2026 bleu",
    "password_confirmation": "Soleil 2026 bleu",
    "captcha": "c29sdmVk",
    "accepts_terms": "oui",
    "declares_exact": "oui",
    "terms_version": "2026-09",
}


async def read(browser: Browser, path: str) -> Page:
    answer = await browser.get(path)
    return Page(answer.headers.get("location", str(answer.url)), answer.status_code, answer.text)


async def press(browser: Browser, path: str, fields: dict[str, str | list[str]]) -> Page:
    answer = await browser.post(path, fields)
    return Page(answer.headers.get("location", str(answer.url)), answer.status_code, answer.text)


async def test_the_right_code_opens_the_account_step(browser: Browser) -> None:
    answer = await press(browser, DOOR, RIGHT)
    assert (answer.status, answer.url) == (303, ACCOUNT)
    page = await read(browser, ACCOUNT)
    assert page.status == 200
    assert page.says(f"Votre code famille : {KNOWN_FAMILY}")


WRONG = [
    {"family_code": KNOWN_FAMILY, "claim_code": "ABCD-EFGH-ZZZZ"},
    {"family_code": "99999", "claim_code": CLAIM_CODE},
    {"family_code": "é" * 2000, "claim_code": "\u202e"},
]


@pytest.mark.parametrize("fields", WRONG)
async def test_whatever_is_wrong_is_told_alike(browser: Browser, fields: dict[str, str | list[str]]) -> None:
    page = await press(browser, DOOR, fields)
    assert page.status == 422
    assert [error.target for error in page.errors] == ["#family_code"]
    assert page.errors[0].message.startswith("Ce N° de compte famille et ce code d'accès ne vont pas ensemble")
    assert CLAIM_CODE not in page.source
    assert "kiosque" not in browser.http.cookies


async def test_what_identity_cannot_read_is_a_wrong_code(browser: Browser, world: World) -> None:
    world.refuses["claim"] = Problem(422, "invalid", [FieldProblem("claim_code", "too-long")])
    page = await press(browser, DOOR, RIGHT)
    assert page.status == 422
    assert page.errors[0].message.startswith("Ce N° de compte famille")


async def test_too_many_tries_are_told_to_wait_in_the_same_place(browser: Browser, world: World) -> None:
    world.refuses["claim"] = Problem(429, "slow-down", retry_after=30)
    page = await press(browser, DOOR, RIGHT)
    assert (page.status, page.errors[0].target) == (429, "#family_code")
    assert page.errors[0].message == "Trop d'essais à la suite. Attendez 30 secondes, puis recommencez."


async def test_both_fields_are_asked_for(browser: Browser, world: World) -> None:
    page = await press(browser, DOOR, {"family_code": "", "claim_code": ""})
    assert [error.target for error in page.errors] == ["#family_code", "#claim_code"]
    assert "claim" not in world.calls


async def test_it_says_what_to_do_without_a_code(browser: Browser) -> None:
    page = await read(browser, DOOR)
    for words in ("Vous n'avez pas de code d'accès", "pièce d'identité", "04 65 71 00 02"):
        assert page.says(words)
    assert page.leads_to("/creer-ma-famille")


async def test_the_account_step_is_not_skipped_to(browser: Browser) -> None:
    assert (await read(browser, ACCOUNT)).url == "/creer-ma-famille"


async def test_a_creation_has_its_own_account_step(browser: Browser, world: World) -> None:
    browser.arrive(world.registration_session(account=False))
    assert (await read(browser, ACCOUNT)).url == "/creer-ma-famille/compte"


@pytest.mark.parametrize("path", ["/creer-ma-famille/compte", "/creer-ma-famille/foyer"])
async def test_a_known_family_types_no_household(browser: Browser, world: World, path: str) -> None:
    browser.arrive(world.claiming_session())
    assert (await read(browser, path)).url == ACCOUNT


async def test_the_account_leads_to_the_waiting_page(browser: Browser, world: World) -> None:
    token = world.claiming_session()
    browser.arrive(token)
    answer = await press(browser, ACCOUNT, TYPED)
    assert (answer.status, answer.url) == (303, "/creer-ma-famille/confirmation")
    world.registrations[world.sessions[token]["id"]] |= {"state": "awaiting_activation", "family_code": KNOWN_FAMILY}
    assert (await read(browser, ACCOUNT)).url == "/creer-ma-famille/confirmation"
    page = await read(browser, "/creer-ma-famille/confirmation")
    assert page.status == 200
    assert page.says(KNOWN_FAMILY)


async def test_a_code_that_served_meanwhile_is_said(browser: Browser, world: World) -> None:
    browser.arrive(world.claiming_session())
    world.refuses["describe_account"] = Problem(409, "already-claimed")
    page = await press(browser, ACCOUNT, TYPED)
    assert page.status == 409
    assert page.says("Ce code d'accès ne sert plus : demandez-en un nouveau au service.")
    assert "Soleil" not in page.source


async def test_a_code_by_mail_stands_in_for_the_captcha(browser: Browser, world: World) -> None:
    browser.arrive(world.claiming_session())
    page = await press(browser, f"{ACCOUNT}/code", TYPED)
    assert page.status == 200
    assert page.says("Un code vient de partir à l'adresse camille@exemple.fr.")
    assert page.offers("CONTINUER")


async def test_a_registration_that_is_gone_is_said(browser: Browser, world: World) -> None:
    token = world.claiming_session()
    browser.arrive(token)
    del world.registrations[world.sessions[token]["id"]]
    assert (await read(browser, ACCOUNT)).url == "/premiere-utilisation?fait=expire"
