"""The waiting page: what is left to do, and the same page for a family that the town knew already."""

import pytest

from gateway.clients.household import Draft
from tests.fakes.family_file import with_a_draft
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.conftest import Browser

PAGE = "/creer-ma-famille/confirmation"


@pytest.fixture
def handed_in(browser: Browser, world: World) -> tuple[Browser, Draft]:
    token = world.registration_session()
    with_a_draft(world, token)
    draft = world.draft_of(token)
    draft |= {"state": "submitted", "family_code": "00012"}
    browser.arrive(token)
    return browser, draft


@pytest.mark.parametrize(
    ("count", "words"), [(1, "Il vous reste 1 fiche à compléter"), (3, "Il vous reste 3 fiches à compléter")]
)
async def test_what_is_left_to_do_is_said(handed_in: tuple[Browser, Draft], count: int, words: str) -> None:
    browser, draft = handed_in
    draft["to_complete"] = count
    assert words in (await browser.get(PAGE)).text


async def test_nothing_left_is_not_said(handed_in: tuple[Browser, Draft]) -> None:
    browser, draft = handed_in
    draft["to_complete"] = 0
    assert "Il vous reste" not in (await browser.get(PAGE)).text


async def test_a_known_family_waits_here_too_and_household_is_not_asked(browser: Browser, world: World) -> None:
    token = world.registration_session()
    registration = world.registrations[world.sessions[token]["id"]]
    registration |= {"claim": {"family_code": "0042"}, "state": "awaiting_activation", "family_code": "0042"}
    browser.arrive(token)
    page = await browser.get(PAGE)
    assert page.status_code == 200
    assert "0042" in page.text
    assert "que la ville connaît déjà" in page.text
    assert "draft" not in world.calls


@pytest.mark.parametrize("path", [PAGE, "/creer-ma-famille/foyer", "/creer-ma-famille/compte"])
async def test_a_known_family_makes_its_account_first(browser: Browser, world: World, path: str) -> None:
    token = world.registration_session(account=False)
    world.registrations[world.sessions[token]["id"]]["claim"] = {"family_code": "0042"}
    browser.arrive(token)
    assert (await browser.get(path)).headers["location"] == "/premiere-utilisation/compte"
