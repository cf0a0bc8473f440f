"""An agent's page on a submission: what it shows, and what becomes of every choice on it."""

from datetime import timedelta

import pytest

from gateway.clients.service import Problem
from gateway.web.moments import today
from tests.fakes.gateway_agents import (
    CHILD_KEY,
    FAMILY_BOOK,
    FAMILY_KEY,
    HEALTH_BOOK,
    HEALTH_PLAN,
    DecidingHousehold,
    a_change,
    a_registration,
    document,
)
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.agents.conftest import FILE, Agent, seen_on

NAME = f"{CHILD_KEY}.last_name"
REFUSED = {f"decision:{HEALTH_BOOK}": "refuse", f"reason:{HEALTH_BOOK}": "illisible"}


@pytest.fixture(autouse=True)
def submitted(world: World) -> None:
    world.submission = a_registration()


async def test_values_are_in_plain_french(agent: Agent) -> None:
    page = await agent.opens()
    for words in (
        "02/05/2021",
        "Féminin",
        "Inès MARTIN",
        "Paul Durand (n'habite pas avec l'enfant)",
        "25 bis Rue des Selves",
    ):
        assert page.says(words), words


async def test_a_change_shows_what_was_before_and_the_file_accepted_then(agent: Agent, world: World) -> None:
    world.submission = a_change()
    page = await agent.opens()
    assert page.says("Avant Marié(e) Demandé Séparé(e)")
    assert page.says("3 bis Avenue des Cigales") or page.says("3 Avenue des Cigales")
    assert len([words for words, target in page.links() if "/pieces/" in target]) == 2
    assert page.says("Fichier accepté auparavant")


@pytest.mark.parametrize(("days", "ended"), [(-1, True), (0, False)])
async def test_a_paper_that_ended_while_it_waited_says_so(
    agent: Agent, world: World, days: int, *, ended: bool
) -> None:
    last = today() + timedelta(days=days)
    assert world.submission is not None
    items = {item["key"]: item for record in world.submission["records"] for item in record["items"]}
    items[HEALTH_PLAN]["paper_date"] = {"asks": "expires", "day": last.isoformat(), "expires_on": last.isoformat()}
    assert (await agent.opens()).says(f"Arrivée à échéance le {last:%d/%m/%Y}") is ended


async def test_each_file_has_a_link_that_says_what_it_is(agent: Agent) -> None:
    words = [words for words, target in (await agent.opens()).links() if "/pieces/" in target]
    assert "Fichier 2 de la pièce Livret de famille - Page parents/enfant (PDF, 2 pages, 340 Ko)" in words
    assert len(words) == len(set(words)) == 4


async def test_only_reasons_that_apply_are_offered(agent: Agent) -> None:
    page = await agent.opens()
    of_piece, of_name = (
        page.source.split(f'name="reason:{key}"')[1].split("</select>")[0] for key in (HEALTH_BOOK, NAME)
    )
    assert 'value="vaccination-absente"' in of_piece
    assert 'value="ne-correspond-pas"' not in of_piece
    assert 'value="ne-correspond-pas"' in of_name
    assert 'value="illisible"' not in of_name


async def test_only_pieces_can_be_waived(agent: Agent) -> None:
    source = (await agent.opens()).source
    assert f'name="waiver:{HEALTH_BOOK}"' in source
    assert f'name="waiver:{NAME}"' not in source


async def test_a_file_with_the_scanner_has_no_link_and_is_not_accepted(agent: Agent, world: World) -> None:
    world.submission = a_registration([document("pending")])
    page = await agent.opens()
    assert page.says("Antivirus : examen en cours")
    assert len([target for _, target in page.links() if "/pieces/" in target]) == 3
    late = await agent.presses("accepter")
    assert late.status == 409
    assert [error.message for error in late.errors if "Carnet de santé" in error.message]
    assert late.has(late.errors[0].target.removeprefix("#"))


async def test_what_the_scanner_refused_says_so(agent: Agent, world: World, household: DecidingHousehold) -> None:
    world.submission = a_registration([document("infected")])
    household.decide_elsewhere(HEALTH_BOOK, "refuse", by=None)
    page = await agent.opens()
    assert page.says("Antivirus : virus trouvé")
    assert page.says("Refusé antivirus")


async def test_one_button_keeps_every_choice(agent: Agent, household: DecidingHousehold) -> None:
    choices = {
        **REFUSED,
        f"comment:{HEALTH_BOOK}": " La page 2 est floue. ",
        f"decision:{HEALTH_PLAN}": "waive",
        f"waiver:{HEALTH_PLAN}": "Il arrive en janvier.",
        f"comment:{HEALTH_PLAN}": "hors de vue",
        f"decision:{NAME}": "accept",
        f"reason:{NAME}": "ne-correspond-pas",
    }
    answer = await agent.presses("enregistrer", choices)
    assert answer.status == 303
    assert dict(household.decided) == {
        HEALTH_BOOK: {"decision": "refuse", "reason_code": "illisible", "comment": "La page 2 est floue."},
        HEALTH_PLAN: {"decision": "waive", "comment": "Il arrive en janvier."},
        NAME: {"decision": "accept", "comment": None},
    }


async def test_the_agent_goes_on_to_the_first_item_without_a_decision(agent: Agent) -> None:
    answer = await agent.presses("enregistrer", REFUSED)
    assert answer.url.startswith(f"{FILE}?fait=decisions-enregistrees#element-adult-")
    assert (await agent.opens()).has(answer.url.partition("#")[2])


async def test_the_same_form_sent_twice_decides_once(agent: Agent, household: DecidingHousehold) -> None:
    seen = seen_on(await agent.opens())
    for _ in range(2):
        assert (await agent.presses("enregistrer", REFUSED, seen=seen)).status == 303
    assert len(household.decided) == 1


async def test_one_wrong_choice_stops_no_other_and_is_shown_again(agent: Agent, household: DecidingHousehold) -> None:
    wrong = {f"decision:{HEALTH_BOOK}": "refuse", f"comment:{HEALTH_BOOK}": "Page 2 floue"}
    page = await agent.presses("accepter", {**wrong, f"decision:{FAMILY_BOOK}": "waive", f"decision:{NAME}": "accept"})
    assert page.status == 422
    assert [key for key, _ in household.decided] == [NAME]
    assert [error.message.rpartition(" : ")[2] for error in page.errors] == [
        "Choisissez un motif de refus.",
        "Expliquez votre décision en quelques mots.",
    ]
    assert all(page.has(error.target.removeprefix("#")) for error in page.errors)
    assert "Page 2 floue" in page.source


async def test_nothing_is_accepted_while_a_choice_is_wrong(agent: Agent, world: World) -> None:
    await agent.presses("accepter", {f"decision:{HEALTH_BOOK}": "refuse"})
    assert "accept_the_rest" not in world.calls


async def test_the_rest_is_accepted_after_what_was_chosen(
    agent: Agent, household: DecidingHousehold, world: World
) -> None:
    answer = await agent.presses("accepter", REFUSED)
    assert answer.url == f"{FILE}?fait=reste-accepte"
    page = await agent.opens()
    assert page.says("Tout est décidé")
    assert page.says("11 acceptés, 1 refusé")
    assert not page.offers("ACCEPTER LE RESTE")


async def test_somebody_elses_decision_is_not_overwritten_unseen(agent: Agent, household: DecidingHousehold) -> None:
    seen = seen_on(await agent.opens())
    household.decide_elsewhere(HEALTH_BOOK, "accept", by="another")
    page = await agent.presses("enregistrer", REFUSED, seen=seen)
    assert page.status == 422
    assert not household.decided
    assert page.says("vient d'être décidé dans une autre fenêtre")
    again = await agent.presses("enregistrer", REFUSED, seen=seen_on(page))
    assert again.status == 303
    assert [key for key, _ in household.decided] == [HEALTH_BOOK]


async def test_somebody_elses_decision_stays_where_nothing_was_chosen(
    agent: Agent, household: DecidingHousehold
) -> None:
    household.decide_elsewhere(HEALTH_BOOK, "refuse", by="another")
    shown = await agent.opens()
    as_shown = {f"decision:{HEALTH_BOOK}": "refuse", f"reason:{HEALTH_BOOK}": "illisible"}
    household.decide_elsewhere(HEALTH_BOOK, "accept", by="another")
    assert (await agent.presses("enregistrer", as_shown, seen=seen_on(shown))).status == 303
    assert not household.decided


async def test_conclude_asks_for_what_is_missing_record_by_record(agent: Agent) -> None:
    page = await agent.presses("conclure", {f"decision:{NAME}": "accept"})
    assert page.status == 422
    assert [error.message for error in page.errors] == [
        "Fiche adulte : Inès MARTIN : 4 éléments restent à décider.",
        "Fiche enfant : Léa MARTIN : 7 éléments restent à décider.",
    ]


async def test_a_concluded_file_is_read_only_and_says_so_to_a_late_form(
    agent: Agent, household: DecidingHousehold
) -> None:
    seen = seen_on(await agent.opens())
    await agent.presses("accepter", REFUSED)
    await household.conclude("", "")
    late = await agent.presses("enregistrer", {f"decision:{NAME}": "refuse"}, seen=seen)
    assert late.status == 409
    assert late.says("Cette demande est déjà conclue")
    page = await agent.opens()
    assert not page.offers("ENREGISTRER")
    assert page.says("Le document n'est pas lisible.")


async def test_an_agent_who_may_only_read_gets_no_form(agent: Agent, world: World) -> None:
    for session in world.sessions.values():
        session["permissions"] = ["household.read"]
    page = await agent.opens()
    assert page.status == 200
    assert not page.offers("ENREGISTRER")
    assert (await agent.opens(f"{FILE}/conclure")).status == 403


async def test_the_service_has_the_last_word_on_rights(agent: Agent, world: World) -> None:
    world.refuses["decide"] = Problem(403, "forbidden")
    assert (await agent.presses("enregistrer", REFUSED)).status == 403


async def test_a_service_that_is_away_keeps_the_choices_to_be_sent_again(agent: Agent, world: World) -> None:
    world.away.add("decide")
    page = await agent.presses("enregistrer", REFUSED)
    assert page.status == 503
    assert "illisible" in page.source


@pytest.mark.parametrize("path", [FILE.replace("7d0c", "ffff"), "/agents/foyers/x", f"{FILE}/conclure/x"])
async def test_what_is_not_there_is_a_page(agent: Agent, path: str) -> None:
    page = await agent.opens(path)
    assert page.status == 404
    assert page.heading == "Page introuvable"


async def test_names_are_text_and_never_markup(agent: Agent, world: World) -> None:
    world.submission = a_change()
    world.submission["family"]["adults"][0]["last_name"] = "<script>alert(1)</script>"
    world.submission["records"][0]["items"][0]["new"] = "<img src=x>"
    source = (await agent.opens()).source
    assert "<SCRIPT>ALERT" not in source
    assert "<img src=x>" not in source
    assert FAMILY_KEY in source
