"""The agents' page of a family's fiches sanitaires."""

import pytest

from gateway.web.typography import keep_together
from tests.fakes.services_behind_gateway import FAMILY_ID, World
from tests.unit.gateway.conftest import Browser

PAGE = f"/agents/foyers/familles/{FAMILY_ID}/fiches-sanitaires"


@pytest.fixture
def agent(browser: Browser, world: World) -> Browser:
    browser.arrive(world.staff_session())
    return browser


async def test_urgent_facts_are_the_familys_word_with_its_date(agent: Browser) -> None:
    page = (await agent.get(PAGE)).text
    word, _, accepted = page.partition("Accepté par le service")
    assert "Parole de la famille" in word
    assert keep_together("Piqûre de guêpe : Appeler le 15") in word
    assert "Dit par la famille le" in word
    assert "Sans porc" in accepted


async def test_who_may_not_read_it_sees_the_light_alone(agent: Browser, world: World) -> None:
    world.health_hidden = True
    page = (await agent.get(PAGE)).text
    assert "Fiche valide" in page
    assert "réservé aux agents habilités" in page
    assert "guêpe" not in page


async def test_a_family_finds_no_such_page(browser: Browser, world: World) -> None:
    browser.arrive(world.family_session())
    assert (await browser.get(PAGE)).status_code == 403
