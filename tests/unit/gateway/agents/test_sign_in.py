"""Agents sign in in two steps, and no page of theirs opens before both."""

import pytest

from gateway.clients.service import Problem
from tests.fakes.services_behind_gateway import World
from tests.support.pages import Page
from tests.unit.gateway.agents.conftest import FILE, Agent
from tests.unit.gateway.conftest import Browser

SIGN_IN, CODE, LIST = "/agents/connexion", "/agents/connexion/code", "/agents/foyers"


async def press(browser: Browser, path: str, **fields: str) -> Page:
    answer = await browser.post(path, dict(fields))
    return Page(answer.headers.get("location", path), answer.status_code, answer.text)


async def test_password_then_code_then_the_list(browser: Browser) -> None:
    assert (await press(browser, SIGN_IN, login="claire", password="bon mot 1")).url == CODE
    assert (await press(browser, CODE, code="123 456")).url == "/agents"
    assert (await browser.get(LIST)).status_code == 200


async def test_the_session_changes_with_each_step(browser: Browser) -> None:
    await press(browser, SIGN_IN, login="claire", password="bon mot 1")
    halfway = browser.http.cookies["kiosque"]
    await press(browser, CODE, code="123456")
    assert browser.http.cookies["kiosque"] != halfway


@pytest.mark.parametrize("path", [LIST, FILE, f"{FILE}/conclure"])
async def test_a_password_alone_opens_nothing(browser: Browser, path: str) -> None:
    await press(browser, SIGN_IN, login="claire", password="bon mot 1")
    assert (await browser.get(path)).status_code == 403


@pytest.mark.parametrize("path", [LIST, FILE, f"{FILE}/conclure"])
async def test_a_stranger_is_led_to_the_door_and_a_parent_is_refused(browser: Browser, world: World, path: str) -> None:
    assert (await browser.get(path)).headers["location"] == SIGN_IN
    browser.arrive(world.family_session())
    assert (await browser.get(path)).status_code == 403


async def test_a_session_that_ended_says_so(browser: Browser) -> None:
    browser.arrive("gone")
    assert (await browser.get(LIST)).headers["location"] == f"{SIGN_IN}?fait=expire"


async def test_wrong_credentials_keep_the_login_and_never_the_password(browser: Browser) -> None:
    page = await press(browser, SIGN_IN, login="claire", password="mauvais")
    assert page.status == 422
    assert page.value_of("Identifiant") == "claire"
    assert "mauvais" not in page.source
    assert page.errors[0].message == "L'identifiant ou le mot de passe n'est pas le bon."


async def test_what_is_missing_is_said_beside_its_field(browser: Browser) -> None:
    page = await press(browser, SIGN_IN)
    assert [error.target for error in page.errors] == ["#login", "#password"]
    await press(browser, SIGN_IN, login="claire", password="bon mot 1")
    assert (await press(browser, CODE, code="")).errors[0].target == "#code"


async def test_a_wrong_code_can_be_tried_again(browser: Browser) -> None:
    await press(browser, SIGN_IN, login="claire", password="bon mot 1")
    page = await press(browser, CODE, code="000000")
    assert page.status == 422
    assert page.says("Ce code n'est pas le bon")


async def test_too_many_tries_say_how_long_to_wait(browser: Browser, world: World) -> None:
    world.refuses["sign_in_staff"] = Problem(429, "slow-down", retry_after=90)
    page = await press(browser, SIGN_IN, login="claire", password="bon mot 1")
    assert page.status == 429
    assert page.says("Attendez 2 minutes")


async def test_the_code_page_without_the_password_leads_back(browser: Browser) -> None:
    assert (await browser.get(CODE)).headers["location"] == SIGN_IN


async def test_who_is_signed_in_already_goes_on(agent: Agent) -> None:
    assert (await agent.opens(SIGN_IN)).url == "/agents"
    assert (await agent.opens(CODE)).url == "/agents"


async def test_signing_out_ends_the_session_on_the_server(agent: Agent, world: World) -> None:
    page = await press(agent.browser, "/deconnexion")
    assert page.url == f"{SIGN_IN}?fait=deconnexion"
    assert not world.sessions
