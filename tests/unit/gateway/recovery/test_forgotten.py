"""Mot de passe oublié, code famille oublié: everybody is answered alike; a link opens one page with one button."""

import pytest

from gateway.clients.service import FieldProblem, Problem
from gateway.edge.sessions import Sessions
from tests.fakes.services_behind_gateway import World
from tests.support.pages import Page
from tests.unit.gateway.conftest import Browser

PASSWORD, CODE = "/mot-de-passe-oublie", "/code-famille-oublie"
DOORS = [(PASSWORD, "identifier", "ask_password_reset"), (CODE, "email", "ask_family_codes")]
GOOD = "/mot-de-passe/good"
CHOSEN = {"password": "Soleil 2026 bleu", "password_confirmation": "Soleil 2026 bleu"}


async def read(browser: Browser, path: str) -> Page:
    answer = await browser.get(path)
    return Page(str(answer.url), answer.status_code, answer.text)


async def press(browser: Browser, path: str, fields: dict[str, str | list[str]]) -> Page:
    answer = await browser.post(path, fields)
    return Page(answer.headers.get("location", str(answer.url)), answer.status_code, answer.text)


@pytest.mark.parametrize(("door", "name", "asked"), DOORS)
@pytest.mark.parametrize("text", ["00012", "camille@exemple.fr", "personne@exemple.fr", "é" * 3000, "\u202e"])
async def test_everybody_comes_to_the_same_page(
    browser: Browser, world: World, door: str, name: str, asked: str, text: str
) -> None:
    answer = await press(browser, door, {name: f" {text} "})
    assert (answer.status, answer.url) == (303, f"{door}/demande")
    assert world.asked == [text]


@pytest.mark.parametrize(("door", "name", "asked"), DOORS)
async def test_what_cannot_be_an_account_is_told_nothing_more(
    browser: Browser, world: World, door: str, name: str, asked: str
) -> None:
    world.refuses[asked] = Problem(422, "invalid", [FieldProblem(name, "invalid-email")])
    answer = await press(browser, door, {name: "x"})
    assert (answer.status, answer.url) == (303, f"{door}/demande")


@pytest.mark.parametrize(("door", "name", "asked"), DOORS)
async def test_too_many_questions_are_told_to_wait(
    browser: Browser, world: World, door: str, name: str, asked: str
) -> None:
    world.refuses[asked] = Problem(429, "too-many-requests", retry_after=90)
    page = await press(browser, door, {name: "00012"})
    assert page.status == 429
    assert page.errors[0].message == "Trop d'essais à la suite. Attendez 2 minutes, puis recommencez."


@pytest.mark.parametrize(("door", "name", "asked"), DOORS)
async def test_nothing_typed_is_said_beside_the_field(
    browser: Browser, world: World, door: str, name: str, asked: str
) -> None:
    page = await press(browser, door, {name: "  "})
    assert (page.status, page.errors[0].target) == (422, f"#{name}")
    assert asked not in world.calls


@pytest.mark.parametrize("door", [PASSWORD, CODE])
async def test_the_page_afterwards_says_what_to_do_when_nothing_comes(browser: Browser, door: str) -> None:
    page = await read(browser, f"{door}/demande")
    assert page.status == 200
    for words in ("indésirables", "elle ne dit pas si un compte existe", "04 65 71 00 02"):
        assert page.says(words)
    assert page.leads_to(door)
    assert page.leads_to("/")


async def test_identity_is_told_where_the_question_comes_from(
    browser: Browser, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses: list[str] = []

    def noted(_: Sessions, address: str) -> str:
        addresses.append(address)
        return "a token"

    monkeypatch.setattr(Sessions, "bearer_from", noted)
    for door, name, _ in DOORS:
        await press(browser, door, {name: "00012"})
    assert addresses == ["203.0.113.9"] * 2


async def test_opening_the_link_spends_nothing(browser: Browser, world: World) -> None:
    page = await read(browser, GOOD)
    assert (page.status, page.heading) == (200, "Choisir un nouveau mot de passe")
    assert "complete_password_reset" not in world.calls
    assert 'data-password-meter="password"' in page.source


async def test_the_new_password_leads_to_sign_in(browser: Browser, world: World) -> None:
    answer = await press(browser, GOOD, dict(CHOSEN))
    assert (answer.status, answer.url) == (303, "/?fait=mot-de-passe-change")
    assert world.asked == ["Soleil 2026 bleu"]
    assert (await read(browser, answer.url)).says("Votre mot de passe est changé.")
    assert "kiosque" not in browser.http.cookies


async def test_a_browser_that_is_signed_in_signs_in_again(browser: Browser, world: World) -> None:
    browser.arrive(world.family_session())
    await press(browser, GOOD, dict(CHOSEN))
    assert "revoke" in world.calls
    assert (await read(browser, "/?fait=mot-de-passe-change")).offers("CONNEXION")


@pytest.mark.parametrize(
    ("fields", "target"),
    [
        ({"password": "", "password_confirmation": ""}, "#password"),
        ({"password": "Soleil 2026 bleu", "password_confirmation": ""}, "#password_confirmation"),
        ({"password": "Soleil 2026 bleu", "password_confirmation": "Soleil 2026 vert"}, "#password_confirmation"),
    ],
)
async def test_both_must_be_the_same(
    browser: Browser, world: World, fields: dict[str, str | list[str]], target: str
) -> None:
    page = await press(browser, GOOD, fields)
    assert (page.status, page.errors[0].target) == (422, target)
    assert "Soleil" not in page.source
    assert "complete_password_reset" not in world.calls


async def test_a_weak_password_is_told_as_at_the_creation(browser: Browser, world: World) -> None:
    problem = FieldProblem("password", "password-too-common")
    world.refuses["complete_password_reset"] = Problem(422, "invalid", [problem])
    page = await press(browser, GOOD, dict(CHOSEN))
    assert page.status == 422
    assert page.errors[0].message == "Ce mot de passe est trop facile à deviner : choisissez-en un autre."


async def test_a_dead_link_says_why_and_where_to_ask_again(browser: Browser) -> None:
    for page in (await read(browser, "/mot-de-passe/spent"), await press(browser, "/mot-de-passe/spent", dict(CHOSEN))):
        assert (page.status, page.heading) == (404, "Ce lien ne fonctionne plus")
        assert page.leads_to(PASSWORD)
