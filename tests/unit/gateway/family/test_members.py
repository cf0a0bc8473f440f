"""Members who come, are linked, are taken out again, or leave; and what a record says of it."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from gateway.clients.service import FieldProblem, Problem
from gateway.web.typography import keep_together
from tests.fakes.family_file import ADULT_KEY, CHILD_ID, CHILD_KEY, SUBMISSION_ID, with_a_family
from tests.fakes.members_of_household import NEW_KEY
from tests.fakes.services_behind_gateway import FAMILY_ID, World
from tests.unit.gateway.conftest import Browser

RECORDS = "/mon-espace/fiches"
BABY = {"sex": "masculin", "last_name": "Martin", "first_name": "Noé", "birth_date": "12/08/2026"}


@pytest.fixture
def parent(browser: Browser, world: World) -> Browser:
    with_a_family(world)
    browser.arrive(world.family_session())
    return browser


async def test_a_new_child_leads_to_its_record(parent: Browser, world: World) -> None:
    assert "code" in (await parent.get("/mon-espace/enfants/ajouter")).text
    answer = await parent.post("/mon-espace/enfants/ajouter", BABY)
    assert answer.headers["location"] == f"{RECORDS}/{NEW_KEY}?fait=enfant-ajoute"


async def as_typed(parent: Browser, page: str, typed: dict[str, str]) -> dict[str, str]:
    """What the page's script does a moment after the last key; what it fills in of the form then."""
    fields = {"csrf": parent.token, "form_key": "a-form-key", "action": "garder", **typed}
    headers = {"Origin": parent.origin, "X-Kiosque-Part": "text"}
    answer = await parent.http.post(page, data=fields, headers=headers)
    assert answer.status_code == 200, answer.text
    filled: dict[str, str] = answer.json()["fields"]
    return filled


async def test_a_new_child_is_saved_as_one_types_in_one_record(parent: Browser, world: World) -> None:
    world.records[NEW_KEY] = world.records[CHILD_KEY] | {"key": NEW_KEY, "version": 1, "removable": True}
    page, half = "/mon-espace/enfants/ajouter", {"first_name": "No"}
    begun = await as_typed(parent, page, half | {"record": "", "version": ""})
    assert begun == {"record": NEW_KEY, "version": "1"}
    begun = await as_typed(parent, page, BABY | begun)
    assert begun == {"record": NEW_KEY, "version": "2"}
    answer = await parent.post(page, BABY | begun | {"birth_place": "Carros", "action": "enregistrer"})
    assert answer.headers["location"] == f"{RECORDS}/{NEW_KEY}?fait=enfant-ajoute"
    added = [call for call in world.calls if call.startswith(("add_child", "keep_record"))]
    assert added == ["add_child as typed", "keep_record as typed", "keep_record"]


async def test_a_newcomer_who_is_given_up_may_be_taken_out_again(parent: Browser, world: World) -> None:
    page = "/mon-espace/adultes/ajouter"
    answer = await parent.post(page, {"action": "annuler", "first_name": "Noé"})
    assert answer.headers["location"] == "/mon-espace/tableau-de-bord"
    answer = await parent.post(page, {"action": "annuler", "record": ADULT_KEY, "version": "2"})
    assert answer.headers["location"] == f"{RECORDS}/{ADULT_KEY}/retirer"
    assert not [call for call in world.calls if call.startswith("add_")]


async def test_a_newcomer_who_changed_in_another_window_is_shown_and_sent_again(parent: Browser, world: World) -> None:
    world.records[NEW_KEY] = world.records[CHILD_KEY] | {"key": NEW_KEY, "version": 7}
    page, typed = "/mon-espace/enfants/ajouter", BABY | {"record": NEW_KEY, "version": "2"}
    answer = await parent.post(page, typed)
    assert answer.status_code == 409
    assert 'value="Noé"' in answer.text
    assert 'name="version" value="7"' in answer.text


async def test_what_a_new_child_lacks_is_said_beside_the_field(parent: Browser, world: World) -> None:
    world.refuses["add_child"] = Problem(422, "invalid", [FieldProblem("birth_date", "date-impossible")])
    answer = await parent.post("/mon-espace/enfants/ajouter", BABY | {"birth_date": "31/02/2026"})
    assert answer.status_code == 422
    assert 'href="#birth_date"' in answer.text
    assert 'value="31/02/2026"' in answer.text


async def test_a_code_links_a_child(parent: Browser, world: World) -> None:
    answer = await parent.post("/mon-espace/enfants/rattacher", {"code": "BM4A", "birth_date": "02/05/2021"})
    assert answer.headers["location"] == f"{RECORDS}/{NEW_KEY}?fait=enfant-rattache"
    world.refuses["link_child"] = Problem(409, "wrong-link-code")
    answer = await parent.post("/mon-espace/enfants/rattacher", {"code": "BM4B", "birth_date": "02/05/2021"})
    assert (answer.status_code, "ne vont pas ensemble" in answer.text) == (409, True)
    empty = await parent.post("/mon-espace/enfants/rattacher", {"code": "", "birth_date": ""})
    assert empty.status_code == 422
    assert world.calls.count("link_child") == 2


async def test_a_third_adult_is_not_asked_for(parent: Browser, world: World) -> None:
    assert "ENREGISTRER" in (await parent.get("/mon-espace/adultes/ajouter")).text
    assert world.dashboard is not None
    world.dashboard["records"].append(world.dashboard["records"][1] | {"key": ADULT_KEY.replace("3", "4")})
    page = (await parent.get("/mon-espace/adultes/ajouter")).text
    assert "déjà deux adultes" in page
    assert "ENREGISTRER" not in page


async def test_only_whom_the_town_does_not_know_is_taken_out(parent: Browser, world: World) -> None:
    assert (await parent.get(f"{RECORDS}/{CHILD_KEY}/retirer")).headers["location"] == f"{RECORDS}/{CHILD_KEY}"
    world.records[CHILD_KEY]["removable"] = True
    assert f'href="{RECORDS}/{CHILD_KEY}/retirer"' in (await parent.get(f"{RECORDS}/{CHILD_KEY}")).text
    answer = await parent.post(f"{RECORDS}/{CHILD_KEY}/retirer")
    assert answer.headers["location"] == "/mon-espace/tableau-de-bord?fait=personne-retiree"
    assert "remove_member" in world.calls


async def test_a_departure_is_kept_then_checked_before_terminer(parent: Browser, world: World) -> None:
    world.records[ADULT_KEY]["locked"] = False
    page = f"{RECORDS}/{ADULT_KEY}/depart"
    assert "ne vit plus dans votre foyer" in (await parent.get(page)).text
    told = {"departure.on": "01/09/2026", "departure.word": "Séparation"}
    assert (await parent.post(page, told)).status_code == 422
    answer = await parent.post(page, told | {"exactness": "oui"})
    assert answer.headers["location"] == "/mon-espace/terminer"
    assert "keep_record" in world.calls


async def test_a_record_says_what_is_asked_again_and_what_is_frozen(parent: Browser, world: World) -> None:
    fields: dict[str, Any] = {field["name"]: field for field in world.records[CHILD_KEY]["fields"]}
    fields["guardians"]["asked_again"] = "guardian-left"
    fields["first_name"] |= {"asked_again": "changed-elsewhere", "accepted_value": "Léna", "frozen": True}
    page = (await parent.get(f"{RECORDS}/{CHILD_KEY}")).text
    assert "a quitté votre foyer" in page
    assert keep_together("« Léna »") in page
    assert "ne changent pas pour l'instant" in page.replace("&#39;", "'")


async def test_a_child_of_age_is_only_read(parent: Browser, world: World) -> None:
    world.records[CHILD_KEY]["closed"] = True
    page = (await parent.get(f"{RECORDS}/{CHILD_KEY}")).text
    assert "cette fiche est close" in page
    assert "ENREGISTRER" not in page


async def test_a_child_of_age_keeps_a_card_that_leads_to_what_can_be_read(parent: Browser, world: World) -> None:
    assert world.dashboard
    for card in world.dashboard["records"]:
        if card["key"] == CHILD_KEY:
            card["light"], card["status"] = "grey", "of-age"
    for page in ("/mon-espace/tableau-de-bord", "/mon-espace/enfants"):
        shown = (await parent.get(page)).text
        assert f'href="{RECORDS}/{CHILD_KEY}"' in shown
        assert "Fiche close" in shown


async def test_an_agent_issues_a_code_that_is_shown_once(browser: Browser, world: World) -> None:
    with_a_family(world)
    world.home_children = [
        {"child_id": CHILD_ID, "name": "Léa MARTIN", "state": "known", "other_homes": [], "disagreement": None}
    ]
    browser.arrive(world.staff_session())
    answer = await browser.post(f"/agents/guichet/familles/{FAMILY_ID}/enfants/{CHILD_ID}/code-de-rattachement")
    assert "BM4A-7DR2-SD4F" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    letter = await browser.post(f"/agents/guichet/familles/{FAMILY_ID}/enfants/{CHILD_ID}/code-de-rattachement.pdf")
    assert (letter.headers["content-type"], letter.headers["cache-control"]) == ("application/pdf", "no-store")
    [page] = PdfReader(io.BytesIO(letter.content)).pages
    text = page.extract_text()
    assert "BM4A-7DR2-SD4F" in text
    assert "Rattachez Léa MARTIN à votre dossier" in text
    assert "13 décembre 2026" in text


async def test_an_agent_takes_a_child_out_of_one_of_its_homes_with_a_motive(browser: Browser, world: World) -> None:
    with_a_family(world)
    world.home_children = [
        {"child_id": CHILD_ID, "name": "Léa MARTIN", "state": "known", "other_homes": ["00077"], "disagreement": None}
    ]
    browser.arrive(world.staff_session())
    family = f"/agents/guichet/familles/{FAMILY_ID}"
    page = f"{family}/enfants/{CHILD_ID}/retrait"
    assert page in (await browser.get(family)).text
    assert "code famille 00077" in (await browser.get(page)).text
    assert (await browser.post(page)).status_code == 422
    assert "unlink_home" not in world.calls
    answer = await browser.post(page, {"motive": "mistake"})
    assert answer.headers["location"] == f"{family}?fait=enfant-retire"
    assert "unlink_home" in world.calls
    world.refuses["unlink_home"] = Problem(409, "record-locked")
    refused = await browser.post(page, {"motive": "mistake"})
    assert "concluez-la d" in refused.text
    assert (await browser.get(page.replace(CHILD_ID, FAMILY_ID))).status_code == 404


async def test_an_agent_sees_the_other_home_and_says_that_they_disagree(browser: Browser, world: World) -> None:
    with_a_family(world)
    assert world.submission is not None
    record = next(record for record in world.submission["records"] if record["kind"] == "child")
    record["child"] = {"child_id": CHILD_ID, "other_homes": ["00077"], "disagreement": None}
    browser.arrive(world.staff_session())
    file, page = f"/agents/foyers/{SUBMISSION_ID}", f"/agents/foyers/{SUBMISSION_ID}/enfants/{CHILD_ID}"
    assert "code famille 00077" in (await browser.get(file)).text
    assert (await browser.post(page, {"reason": " "})).status_code == 422
    answer = await browser.post(page, {"reason": "Le père conteste."})
    assert answer.headers["location"] == f"{page}?fait=desaccord-signale"
    assert (await browser.get(page.replace(CHILD_ID, FAMILY_ID))).status_code == 404
