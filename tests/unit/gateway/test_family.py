"""A signed-in family: lights, records to correct or to read, TERMINER, messages; and the weight of the hot page."""

import time
from collections.abc import Mapping

import pytest

from gateway.clients.service import FieldProblem, Problem
from gateway.web.kiosk import Kiosk
from gateway.web.typography import keep_together
from tests.fakes.family_file import (
    ADDRESS,
    ADULT_ID,
    ADULT_KEY,
    CHILD_KEY,
    FAMILY_KEY,
    THREAD_ID,
    with_a_family,
)
from tests.fakes.services_behind_gateway import SUBMITTED_ID, World
from tests.unit.gateway.conftest import Browser

RECORDS = "/mon-espace/fiches"
PDF = ("carnet.pdf", b"%PDF-1.7 ...", "application/pdf")
CHILD: dict[str, str | list[str]] = {
    "version": "4",
    "sex": "feminin",
    "last_name": "Martin",
    "first_name": "Léa",
    "birth_date": "02/05/2021",
    "birth_place": "Nice",
    "with_guardians": "oui",
    "guardians": [ADULT_ID, "declared_elsewhere"],
    "guardians.elsewhere_last_name": "Durand",
    "guardians.elsewhere_first_name": "Alex",
}


@pytest.fixture
def parent(browser: Browser, world: World) -> Browser:
    with_a_family(world)
    browser.arrive(world.family_session())
    return browser


async def test_the_first_page_says_what_there_is_to_do(parent: Browser) -> None:
    page = (await parent.get("/mon-espace")).text
    to_do, _, menu = page.partition("MON FOYER</h2>")
    assert keep_together("Léa MARTIN : 2 éléments refusés") in to_do
    assert f'href="{RECORDS}/{FAMILY_KEY}"' in to_do
    assert "Votre demande du" in to_do
    assert "Ma Fiche Famille" in menu


async def test_the_page_of_the_children_shows_children_alone(parent: Browser) -> None:
    page = (await parent.get("/mon-espace/enfants")).text
    assert "Léa MARTIN" in page
    assert "Noé MARTIN" in page
    assert "Camille MARTIN" not in page


async def test_each_light_is_told_in_words(parent: Browser) -> None:
    page = (await parent.get("/mon-espace/tableau-de-bord")).text
    board, _, legend = page.partition("Légende")
    assert board.count("Fiche invalide / à compléter") == 2
    assert board.count("Fiche en cours de traitement") == 1
    assert board.count("Fiche valide") == 1
    assert all(words in legend for words in ("Fiche valide", "Fiche en cours", "Fiche invalide"))
    assert "2 éléments refusés" in board
    assert "TERMINER" in legend


async def test_the_dashboard_leads_to_the_first_refusal(parent: Browser) -> None:
    page = (await parent.get("/mon-espace/tableau-de-bord")).text
    assert f'href="{RECORDS}/{CHILD_KEY}#refus-1"' in page
    record = (await parent.get(f"{RECORDS}/{CHILD_KEY}")).text
    assert record.count('id="refus-1"') == 1
    assert record.count('id="refus-2"') == 1
    assert record.index('id="refus-1"') < record.index('id="refus-2"')
    assert "La deuxième page est floue." in record


async def test_a_record_with_the_town_is_only_read(parent: Browser) -> None:
    page = (await parent.get(f"{RECORDS}/{ADULT_KEY}")).text
    assert "de ce fait seule la visualisation des pièces est possible" in page
    assert "ENREGISTRER" not in page
    assert "<input" not in page.partition("<main")[2]


async def test_the_pieces_of_a_locked_record_are_downloaded_or_absent(parent: Browser, world: World) -> None:
    world.records[CHILD_KEY]["locked"] = True
    page = (await parent.get(f"{RECORDS}/{CHILD_KEY}")).text
    assert page.count("TELECHARGER") == 2
    assert page.count("AUCUNE PIÈCE PRÉSENTE") == 3
    assert "JOINDRE" not in page


async def test_a_late_form_on_a_locked_record_is_refused_and_nothing_is_uploaded(parent: Browser, world: World) -> None:
    world.records[CHILD_KEY]["locked"] = True
    answer = await parent.post(f"{RECORDS}/{CHILD_KEY}", CHILD, [("fichier:livret-famille", PDF)])
    assert answer.status_code == 409
    assert "en cours de traitement" in answer.text
    assert world.joined == []


async def test_saving_the_same_twice_is_one_write(parent: Browser, world: World) -> None:
    changed = CHILD | {"first_name": "Léane"}
    for _ in range(2):
        answer = await parent.post(f"{RECORDS}/{CHILD_KEY}", changed)
        assert answer.headers["location"] == f"{RECORDS}/{CHILD_KEY}?fait=enregistre"
    assert world.records[CHILD_KEY]["version"] == 5


async def test_two_tabs_meet_in_a_conflict_that_keeps_what_was_typed(parent: Browser, world: World) -> None:
    await parent.post(f"{RECORDS}/{CHILD_KEY}", CHILD | {"first_name": "Léane"})
    late = await parent.post(f"{RECORDS}/{CHILD_KEY}", CHILD | {"first_name": "Léonie"})
    assert late.status_code == 409
    assert "ont changé dans une autre fenêtre" in late.text
    assert 'value="Léonie"' in late.text
    assert 'name="version" value="5"' in late.text
    again = await parent.post(f"{RECORDS}/{CHILD_KEY}", CHILD | {"first_name": "Léonie", "version": "5"})
    assert again.status_code == 303


async def test_terminer_on_a_record_saves_then_checks(parent: Browser, world: World) -> None:
    answer = await parent.post(f"{RECORDS}/{CHILD_KEY}", CHILD | {"action": "terminer", "birth_date": "03/05/2021"})
    assert answer.headers["location"] == "/mon-espace/terminer"
    assert "keep_record" in world.calls


async def test_a_refused_field_of_the_address_stands_beside_its_message(parent: Browser, world: World) -> None:
    errors = [FieldProblem("address.street_number", "street-number-format")]
    world.refuses["keep_record"] = Problem(422, "invalid", errors)
    typed = {f"address.{name}": str(value or "") for name, value in ADDRESS.items() if name != "street_name"}
    answer = await parent.post(
        f"{RECORDS}/{FAMILY_KEY}",
        {"version": "4", "family_situation": "marie", **typed, "address.street_number": "douze"},
    )
    assert answer.status_code == 422
    assert 'href="#address-street_number"' in answer.text
    assert 'id="address-street_number-error"' in answer.text
    assert 'value="douze"' in answer.text


async def test_a_file_is_joined_even_when_the_text_is_refused(parent: Browser, world: World) -> None:
    world.refuses["keep_record"] = Problem(422, "invalid", [FieldProblem("birth_date", "date-format")])
    typed = CHILD | {"birth_date": "hier", "action": "enregistrer"}
    answer = await parent.post(f"{RECORDS}/{CHILD_KEY}", typed, [("fichier:carnet-sante-vaccinations", PDF)])
    assert answer.status_code == 422
    assert len(world.joined) == 1
    assert 'value="hier"' in answer.text
    assert "carnet.pdf" in answer.text


async def test_somebody_elses_record_does_not_exist(parent: Browser) -> None:
    for key in ("child-99999999-9999-4999-8999-999999999999", "family-" + "9" * 36):
        assert (await parent.get(f"{RECORDS}/{key}")).status_code == 404
        assert (await parent.post(f"{RECORDS}/{key}", CHILD)).status_code == 404


async def test_terminer_is_one_request_however_often_it_is_pressed(parent: Browser, world: World) -> None:
    for _ in range(2):
        answer = await parent.post("/mon-espace/terminer")
        assert answer.headers["location"] == f"/mon-espace/demandes/{SUBMITTED_ID}?fait=transmis"
    assert len(set(world.keys)) == 1
    world.refuses["submit"] = Problem(422, "idempotency-key-reused")
    answer = await parent.post("/mon-espace/terminer")
    assert answer.headers["location"] == "/mon-espace/tableau-de-bord?fait=deja-transmis"


async def test_what_keeps_a_record_back_is_led_to(parent: Browser, world: World) -> None:
    errors = [
        FieldProblem(FAMILY_KEY, "piece-missing", {"piece": "justificatif-domicile"}),
        FieldProblem(CHILD_KEY, "field-refused", {"field": "birth_date"}),
    ]
    world.refuses["submit"] = Problem(409, "record-incomplete", errors)
    answer = await parent.post("/mon-espace/terminer")
    assert answer.status_code == 409
    assert f'href="{RECORDS}/{FAMILY_KEY}#piece-justificatif-domicile"' in answer.text
    assert f'href="{RECORDS}/{CHILD_KEY}#birth_date"' in answer.text
    assert "Date de naissance" in answer.text


async def test_reading_a_message_marks_it_once(parent: Browser, world: World) -> None:
    page = await parent.get(f"/mon-espace/messages/{THREAD_ID}")
    assert "Une pièce est à remplacer." in page.text
    assert world.calls.count("mark_read") == 1
    await parent.get(f"/mon-espace/messages/{THREAD_ID}")
    assert world.calls.count("mark_read") == 1


async def test_the_welcome_counts_unread_messages(parent: Browser) -> None:
    assert "VOS MESSAGES (1)" in (await parent.get("/mon-espace")).text


async def test_a_service_away_is_a_page_and_the_rest_goes_on(parent: Browser, world: World) -> None:
    world.away.add("dashboard")
    answer = await parent.get("/mon-espace/tableau-de-bord")
    assert answer.status_code == 503
    assert "momentanément indisponible" in answer.text
    assert "set-cookie" not in answer.headers
    assert (await parent.get("/mon-espace/messages")).status_code == 200


async def test_the_hot_page_is_light(parent: Browser, world: World, kiosk: Kiosk) -> None:
    """Rendering alone; the whole request is measured by the benchmark."""
    session = await kiosk.sessions.resolve(parent.http.cookies["kiosque"])
    context = {"session": session, "path": "/mon-espace/tableau-de-bord", "csrf": "0" * 64, "board": world.dashboard}
    for _ in range(20):
        kiosk.pages.render("family/dashboard.html", context)
    best = min(_seconds(kiosk, context) for _ in range(20))
    assert best < 0.001


def _seconds(kiosk: Kiosk, context: Mapping[str, object]) -> float:
    started = time.process_time()
    for _ in range(5):
        kiosk.pages.render("family/dashboard.html", dict(context))
    return (time.process_time() - started) / 5
