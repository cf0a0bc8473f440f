"""« Mes demandes » in each state, taking one back, its receipt; and the check before TERMINER."""

from datetime import date

import pytest

from gateway.clients.service import Problem
from gateway.web.family.submissions.receipt import receipt_values
from gateway.web.family.submissions.submission_view import submission_view
from gateway.web.typography import keep_together
from libs.commune.profile import Silence
from tests.fakes.family_file import CHILD_KEY, FAMILY_KEY, SUBMISSION_ID, with_a_family
from tests.fakes.services_behind_gateway import WHEN, World
from tests.fakes.submissions_file import DOCUMENT_ID, a_decided_submission, a_submission, two_offers
from tests.unit.gateway.conftest import Browser

PAGE = f"/mon-espace/demandes/{SUBMISSION_ID}"
RECORDS = "/mon-espace/fiches"


@pytest.fixture
def parent(browser: Browser, world: World) -> Browser:
    with_a_family(world)
    world.own_submissions = [a_submission()]
    browser.arrive(world.family_session())
    return browser


async def test_the_list_says_where_each_submission_stands(parent: Browser, world: World) -> None:
    world.own_submissions = [
        a_submission(),
        a_decided_submission(),
        a_submission(state="withdrawn", withdrawn_at=WHEN),
        a_submission(opened_at=WHEN),
    ]
    page = (await parent.get("/mon-espace/demandes")).text
    for words in ("pas encore ouverte", "des points sont à corriger", "Reprise par vous", "En cours de traitement"):
        assert words in page
    assert "Léa MARTIN" in page


async def test_what_waits_says_since_when_until_about_when_and_whom_to_ask(parent: Browser, world: World) -> None:
    page = (await parent.get(PAGE)).text
    assert "Merci d'être patient" in page.replace("&#39;", "'")
    assert keep_together("avant le 8 décembre 2026") in page
    assert keep_together("04 65 71 00 02") in page
    assert "REPRENDRE MA DEMANDE" in page
    assert f'href="/pieces/{DOCUMENT_ID}"' in page


async def test_what_an_agent_opened_is_said_and_stays(parent: Browser, world: World) -> None:
    world.own_submissions = [a_submission(opened_at=WHEN)]
    page = (await parent.get(PAGE)).text
    assert keep_together("Le service a ouvert votre demande le 23/11/2026 à 10 h 05") in page
    assert "REPRENDRE MA DEMANDE" not in page


async def test_what_was_refused_leads_to_the_very_piece(parent: Browser, world: World) -> None:
    world.own_submissions = [a_decided_submission()]
    page = (await parent.get(PAGE)).text
    assert f'href="{RECORDS}/{CHILD_KEY}#piece-livret-famille"' in page
    assert "La deuxième page est floue." in page
    assert ">Accepté<" in page
    assert ">Refusé<" in page


async def test_taking_back_leads_to_the_records(parent: Browser, world: World) -> None:
    answer = await parent.post(f"{PAGE}/reprendre")
    assert answer.headers["location"] == "/mon-espace/tableau-de-bord?fait=demande-reprise"
    assert world.calls.count("withdraw") == 1


async def test_whom_an_agent_outran_is_told_so(parent: Browser, world: World) -> None:
    world.refuses["withdraw"] = Problem(409, "submission-opened")
    world.own_submissions = [a_submission(opened_at=WHEN)]
    answer = await parent.post(f"{PAGE}/reprendre")
    assert answer.status_code == 409
    assert "déjà ouvert cette demande" in answer.text


async def test_another_familys_submission_is_not_there(parent: Browser) -> None:
    other = "/mon-espace/demandes/99999999-9999-4999-8999-999999999999"
    assert (await parent.get(other)).status_code == 404
    assert (await parent.get(f"{other}/accuse-de-reception.pdf")).status_code == 404


async def test_the_check_shows_old_and_new_and_the_way_back(parent: Browser, world: World) -> None:
    world.offers = two_offers()
    page = (await parent.get("/mon-espace/terminer")).text
    leaving, _, staying = page.partition("reste chez vous")
    assert "Avant" in leaving
    assert "Léane" in leaving
    assert "livret page 2.pdf" in leaving
    assert f'href="{RECORDS}/{CHILD_KEY}#first_name"' in leaving
    assert f'href="{RECORDS}/{FAMILY_KEY}#piece-justificatif-domicile"' in staying
    assert f'href="{RECORDS}/{FAMILY_KEY}#address-street_number"' in staying
    assert ">TERMINER<" in staying
    assert {(slot["piece"], len(slot["documents"])) for slot in world.held} == {("livret-famille", 2)}


async def test_saving_a_fiche_that_lacks_something_says_what(parent: Browser, world: World) -> None:
    world.offers = two_offers()
    answer = await parent.post(f"{RECORDS}/{FAMILY_KEY}", {"version": "4", "title": "mme", "action": "enregistrer"})
    assert answer.headers["location"] == f"{RECORDS}/{FAMILY_KEY}?fait=enregistre-incomplet"
    page = (await parent.get(answer.headers["location"])).text
    assert "Il y manque encore" in page
    assert "appuyez sur TERMINER" not in page
    assert f'href="{RECORDS}/{FAMILY_KEY}#piece-justificatif-domicile"' in page


async def test_without_anything_ready_there_is_no_terminer(parent: Browser, world: World) -> None:
    world.offers = []
    page = (await parent.get("/mon-espace/terminer")).text
    assert "rien de nouveau à transmettre" in page
    assert ">TERMINER<" not in page


def test_a_receipt_says_nothing_of_a_silence_that_the_town_did_not_define() -> None:
    values = receipt_values(submission_view(a_submission(), {}, 15), "00012", None)
    assert values["silence"] is None
    assert values["received_at"] == "23/11/2026 à 10 h 05"
    assert values["expected_on"] == "8 décembre 2026"


def test_a_receipt_says_what_silence_means_and_from_which_day() -> None:
    silence = Silence(means="refusal", months=2, legal_basis="Article L231-4", remedies=["Recours gracieux."])
    told = receipt_values(submission_view(a_submission(), {}, 15), "00012", silence)["silence"]
    assert told["since"] == "23 janvier 2027"
    assert told["remedies"] == ["Recours gracieux."]


def test_silence_counts_calendar_months_and_knows_their_ends() -> None:
    silence = Silence(means="acceptance", months=3, legal_basis="Article L231-1")
    assert silence.since(date(2026, 11, 30)) == date(2027, 2, 28)
    assert silence.since(date(2026, 9, 15)) == date(2026, 12, 15)


def test_a_silent_refusal_without_remedies_is_no_setting() -> None:
    with pytest.raises(ValueError, match="remedies"):
        Silence(means="refusal", months=2, legal_basis="Article L231-4")
