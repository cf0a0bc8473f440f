"""« Quelle est mon école de secteur ? »: asked without an account, and never a dead end."""

import pytest

from gateway.clients.service import FieldProblem, Problem
from gateway.web.schools.levels import level_options
from tests.fakes.services_behind_gateway import STREET_ID, World
from tests.support.pages import Page
from tests.unit.gateway.conftest import Browser

SECTOR = "/ecole-de-secteur"
ASKED = {"street_number": "25", "repetition": "bis", "street_id": STREET_ID, "level": "GS"}


async def ask(browser: Browser, **changes: str) -> Page:
    answer = await browser.post(SECTOR, {**ASKED, **changes})
    return Page(str(answer.url), answer.status_code, answer.text)


async def test_home_leads_to_it(browser: Browser) -> None:
    answer = await browser.get("/")
    assert Page(str(answer.url), answer.status_code, answer.text).leads_to(SECTOR)


async def test_an_address_of_the_commune_has_its_school(browser: Browser, world: World) -> None:
    page = await ask(browser)
    assert page.status == 200
    assert page.says("Maternelle Lou Souleù")
    assert page.says("Votre adresse est dans ce secteur.")
    assert page.link("04 65 71 01 01")
    [question] = world.questions
    assert (question["street_id"], question["number"], question["repetition"]) == (STREET_ID, "25", "bis")


async def test_no_school_found_is_no_dead_end(browser: Browser) -> None:
    page = await ask(browser, street_number="24")
    assert page.status == 200
    assert page.says("Le service détermine votre école")
    assert page.says("Département Coordination Education Famille")


async def test_a_street_that_is_not_listed_is_asked_for_by_its_name(browser: Browser, world: World) -> None:
    await ask(browser, street_id="autre", street_other="av. des Tilleuls")
    assert world.questions[0]["street"] == "av. des Tilleuls"
    assert "street_id" not in world.questions[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"street_number": ""}, "Indiquez le numéro de rue"),
        ({"street_number": "douze"}, "Écrivez le numéro en chiffres"),
        ({"street_number": "12345"}, "Écrivez le numéro en chiffres"),
        ({"street_id": ""}, "Choisissez la voie"),
        ({"street_id": "autre"}, "Écrivez le nom de la voie"),
        ({"level": ""}, "Choisissez la classe"),
    ],
)
async def test_what_is_missing_is_said_beside_its_field(
    browser: Browser, world: World, changes: dict[str, str], words: str
) -> None:
    page = await ask(browser, **changes)
    assert page.status == 422
    assert page.says(words)
    assert not world.questions


async def test_what_schooling_refuses_is_said_beside_its_field_too(browser: Browser, world: World) -> None:
    world.refuses["sector"] = Problem(422, "invalid", [FieldProblem("repetition", "repetition-format")])
    page = await ask(browser)
    assert page.status == 422
    assert page.says("Écrivez seulement bis, ter ou une lettre.")


def test_each_level_is_told_with_the_year_of_birth() -> None:
    options = level_options(2026)
    assert options["PS"] == "Petite section (enfant né en 2023)"
    assert options["CM2"] == "CM2 (enfant né en 2016)"
