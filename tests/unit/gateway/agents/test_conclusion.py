"""Before a conclusion the agent reads what the family will be told; it happens once, and on what was read."""

import pytest

from tests.fakes.gateway_agents import HEALTH_BOOK, HEALTH_PLAN, DecidingHousehold, a_registration
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.agents.conftest import FILE, Agent, seen_on

CONCLUDE = f"{FILE}/conclure"


@pytest.fixture(autouse=True)
async def decided(world: World, agent: Agent) -> None:
    world.submission = a_registration()
    choices = {
        f"decision:{HEALTH_BOOK}": "refuse",
        f"reason:{HEALTH_BOOK}": "illisible",
        f"comment:{HEALTH_BOOK}": "La page 2 est floue.",
        f"decision:{HEALTH_PLAN}": "waive",
        f"waiver:{HEALTH_PLAN}": "Il arrive en janvier.",
    }
    await agent.presses("accepter", choices)


async def test_the_file_leads_there_when_all_is_decided(agent: Agent) -> None:
    assert (await agent.presses("conclure")).url == CONCLUDE


async def test_it_lists_what_the_family_will_read(agent: Agent) -> None:
    page = await agent.opens(CONCLUDE)
    assert page.says("Un point est à corriger, le reste est accepté.")
    assert page.says(
        "Fiche enfant : Léa MARTIN, Carnet de santé - Pages des vaccinations Le document n'est pas lisible."
    )
    assert page.says("La page 2 est floue.")
    assert page.says("Accepté : 10 éléments")
    assert page.says("Il arrive en janvier.")


async def test_a_family_that_is_not_activated_is_told_apart(agent: Agent, world: World) -> None:
    assert world.submission is not None
    world.submission["family"]["activated"] = False
    assert (await agent.opens(CONCLUDE)).says("Le compte de cette famille n'est pas encore activé.")


async def test_it_concludes_once_and_a_second_press_says_so(agent: Agent, world: World) -> None:
    seen = seen_on(await agent.opens(CONCLUDE))
    first = await agent.presses("", seen=seen, path=CONCLUDE)
    second = await agent.presses("", seen=seen, path=CONCLUDE)
    assert (first.url, second.url) == ("/agents/foyers?fait=conclue", f"{FILE}?fait=deja-conclue")
    assert world.submission is not None
    assert world.submission["state"] == "concluded"
    assert (await agent.opens(CONCLUDE)).url == f"{FILE}?fait=deja-conclue"


async def test_a_decision_changed_meanwhile_is_shown_before_anything_is_final(
    agent: Agent, world: World, household: DecidingHousehold
) -> None:
    seen = seen_on(await agent.opens(CONCLUDE))
    household.decide_elsewhere(HEALTH_BOOK, "accept", by="another")
    page = await agent.presses("", seen=seen, path=CONCLUDE)
    assert page.status == 409
    assert page.says("Une décision a changé dans une autre fenêtre")
    assert "conclude" not in world.calls


async def test_with_something_undecided_it_leads_back_to_that(agent: Agent, world: World) -> None:
    world.submission = a_registration()
    assert (await agent.opens(CONCLUDE)).url.startswith(f"{FILE}?fait=reste-a-decider#element-")
