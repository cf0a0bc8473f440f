"""The head's side: the week, who came, slots published and taken back; and who may do so."""

from typing import Any

import pytest

from gateway.clients.service import FieldProblem, Problem
from gateway.web.typography import keep_together
from tests.fakes.admission_behind_gateway import DAY, NUMBER, SLOT_ID, UAI
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.agents.conftest import Agent
from tests.unit.gateway.agents.test_school_requests import arrive
from tests.unit.gateway.conftest import Browser

HERE = "/agents/rendez-vous"
WEEK = f"{HERE}/{UAI}"
TAKE_BACK = f"{WEEK}/creneaux/{DAY}/{SLOT_ID}/retirer"
PLAN: dict[str, str | list[str]] = {
    "first": "07/06/2027",
    "last": "18/06/2027",
    "weekdays": ["0", "3"],
    "begins": "16 h 30",
    "ends": "17:10",
    "minutes": "20",
    "place": "Bureau de la direction",
}


@pytest.fixture
def head(browser: Browser, world: World) -> Agent:
    return arrive(browser, world, f"schooling.appointments@{UAI}")


async def sends(head: Agent, path: str, fields: dict[str, str | list[str]]) -> Any:
    return await head.browser.post(path, fields)


async def test_a_head_of_one_school_arrives_at_its_week(head: Agent) -> None:
    assert (await head.opens("/agents")).url == HERE
    assert (await head.opens(HERE)).url == WEEK
    page = await head.opens(f"{WEEK}?semaine={DAY}")
    assert page.says("Semaine du 7 juin 2027 au 13 juin 2027")
    assert page.says("Léa MARTIN")
    assert page.says("Attendu")
    assert not page.leads_to(f"/agents/certificats/{NUMBER}"), "a head reads no certificate here"


async def test_an_agent_of_the_town_goes_from_the_week_to_the_certificate(browser: Browser, world: World) -> None:
    agent = arrive(browser, world, "schooling.appointments", "schooling.read")
    assert (await agent.opens(f"{WEEK}?semaine={DAY}")).leads_to(f"/agents/certificats/{NUMBER}")


async def test_who_runs_no_school_is_not_let_in(browser: Browser, world: World) -> None:
    agent = arrive(browser, world, "schooling.read")
    world.admission.schools = []
    for path in (HERE, WEEK, f"{WEEK}/publier", TAKE_BACK):
        assert (await agent.opens(path)).status == 403
    assert (await sends(agent, f"{WEEK}/publier", PLAN)).status_code == 403
    assert not world.admission.acted


async def test_who_came_is_marked_once_the_hour_has_come(head: Agent, world: World) -> None:
    world.admission.week[0]["begun"] = True
    path = f"{WEEK}/venue"
    chosen = {"appointment_id": SLOT_ID, "week": DAY, "attended": "oui"}
    assert (await head.presses("", chosen, path=path)).url == f"{WEEK}?semaine={DAY}&fait=venue-notee"
    assert world.admission.acted == [("mark_attendance", True)]
    world.refuses["mark_attendance"] = Problem(409, "appointment-not-yet")
    page = await head.presses("", chosen, path=path)
    assert page.status == 409
    assert page.says("n'est pas encore venue")


async def test_taking_back_a_slot_that_a_family_has_asks_for_a_word(head: Agent, world: World) -> None:
    page = await head.opens(TAKE_BACK)
    assert page.says("La famille de Léa MARTIN l'a pris")
    done = await head.presses("", {"word": "Réunion imprévue."}, path=TAKE_BACK)
    assert done.url == f"{WEEK}?semaine={DAY}&fait=creneau-retire"
    assert world.admission.acted == [("cancel_slot", "Réunion imprévue.")]


async def test_a_slot_that_is_gone_leads_to_the_week(head: Agent, world: World) -> None:
    world.admission.week = []
    assert (await head.opens(TAKE_BACK)).url == f"{WEEK}?semaine={DAY}"


async def test_publishing_cuts_the_hours_of_the_days(head: Agent, world: World) -> None:
    answer = await sends(head, f"{WEEK}/publier", PLAN)
    assert "4 créneaux publiés" in answer.text
    ((_, plan),) = world.admission.acted
    assert (plan["first"], plan["last"], plan["weekdays"]) == ("2027-06-07", "2027-06-18", [0, 3])
    assert (plan["times"], plan["minutes"]) == (["16:30", "16:50"], 20)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"first": "lundi"}, "JJ/MM/AAAA"),
        ({"weekdays": []}, "Cochez au moins un jour de la semaine."),
        ({"begins": "25 h"}, "16 h 30"),
        ({"ends": "16 h 35"}, "Aucun rendez-vous ne tient"),
        ({"place": " "}, "Lieu"),
    ],
)
async def test_what_is_wrong_is_said_before_anything_is_published(
    head: Agent, world: World, changed: dict[str, Any], words: str
) -> None:
    answer = await sends(head, f"{WEEK}/publier", PLAN | changed)
    assert answer.status_code == 422
    assert keep_together(words) in answer.text
    assert not world.admission.acted


async def test_what_schooling_refuses_stands_at_its_field(head: Agent, world: World) -> None:
    wrong = FieldProblem("minutes", "slot-minutes", {"minimum": 5, "maximum": 180})
    world.refuses["publish_slots"] = Problem(422, "invalid", [wrong])
    answer = await sends(head, f"{WEEK}/publier", PLAN | {"minutes": "20"})
    assert answer.status_code == 422
    assert keep_together("Un rendez-vous dure de 5 à 180 minutes") in answer.text
