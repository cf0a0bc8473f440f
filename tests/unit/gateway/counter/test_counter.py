"""The counter: who may stand behind it, whose name is on what is written, and what is printed."""

import io
import json
from typing import Any, Literal
from uuid import UUID, uuid4

import pikepdf
import pytest
from joserfc.jwk import OKPKey

from gateway.clients.service import Problem
from gateway.web.creation.members import fingerprint
from libs.chassis.auth import Permission, SubjectKind, SubjectReader
from tests.fakes.household_counter import COUNTER_DRAFT, a_counter_draft
from tests.fakes.services_behind_gateway import FAMILY_ID, FakeHousehold, World
from tests.support.pages import Page
from tests.unit.gateway.conftest import Browser

COUNTER = "/agents/guichet"
HOUSEHOLD = f"{COUNTER}/{COUNTER_DRAFT}/foyer"
ADULT = f"{HOUSEHOLD}/adultes/{uuid4()}"
RECEIPT = f"{COUNTER}/familles/{FAMILY_ID}/recepisse.pdf"
FAMILY = f"{COUNTER}/familles/{FAMILY_ID}"
LETTER = f"{COUNTER}/familles/{FAMILY_ID}/code-acces.pdf"
PAGES = [COUNTER, HOUSEHOLD, ADULT, f"{COUNTER}/{COUNTER_DRAFT}/confirmation", FAMILY, RECEIPT]


async def read(browser: Browser, path: str) -> Page:
    answer = await browser.get(path)
    return Page(answer.headers.get("location", str(answer.url)), answer.status_code, answer.text)


async def press(browser: Browser, path: str, fields: dict[str, str | list[str]] | None = None) -> Page:
    answer = await browser.post(path, fields)
    return Page(answer.headers.get("location", str(answer.url)), answer.status_code, answer.text)


@pytest.fixture
def agent(browser: Browser, world: World) -> Browser:
    browser.arrive(world.staff_session())
    return browser


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("kind", ["family", "registration", "second_factor", "staff"])
async def test_it_is_closed_to_whoever_may_not_register(browser: Browser, world: World, kind: str, path: str) -> None:
    browser.arrive(world.session(kind, permissions=["household.read", "household.decide", "documents.read"]))
    assert (await read(browser, path)).status == 403
    assert (await press(browser, path)).status in (403, 405)
    assert {"draft", "counter_drafts", "receipt", "issue_claim_code"}.isdisjoint(world.calls)


@pytest.mark.parametrize("path", PAGES)
async def test_a_stranger_is_led_to_the_agents_door(browser: Browser, path: str) -> None:
    assert (await read(browser, path)).url == "/agents/connexion"


async def test_only_who_may_register_sees_it_in_the_menu(browser: Browser, world: World) -> None:
    browser.arrive(world.staff_session())
    assert (await read(browser, "/agents/foyers")).leads_to(COUNTER)
    browser.arrive(world.session("staff", permissions=["household.read"]))
    assert not (await read(browser, "/agents/foyers")).leads_to(COUNTER)


async def test_the_list_names_families_under_way(agent: Browser, world: World) -> None:
    me = next(iter(world.sessions.values()))["id"]
    world.counter_drafts = [a_counter_draft("Inès MARTIN", "Léa MARTIN", opened_by=me)]
    page = await read(agent, COUNTER)
    assert page.link("Inès MARTIN, Léa MARTIN").endswith(HOUSEHOLD)
    assert page.says("Commencée le 23/11/2026 à 9 h 05 par vous")


async def test_one_form_opens_one_family(agent: Browser, world: World) -> None:
    for _ in range(2):
        assert (await press(agent, COUNTER)).url == HOUSEHOLD
    assert len(world.counter_drafts) == 1


async def test_the_parents_pages_stand_there_in_the_agents_frame(agent: Browser) -> None:
    page = await read(agent, HOUSEHOLD)
    assert page.status == 200
    assert page.leads_to("/agents/foyers")
    assert page.leads_to(f"{HOUSEHOLD}/adultes/nouveau")
    assert not page.leads_to("/creer-ma-famille/effacer")
    assert "/creer-ma-famille" not in "".join(target for _, target in page.links())
    assert {form.action for form in page.forms()} == {
        f"http://kiosque.test{HOUSEHOLD}/terminer",
        "http://kiosque.test/deconnexion",
    }


async def test_what_is_written_bears_the_agents_name(
    agent: Browser, world: World, private_key: OKPKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = SubjectReader(json.dumps(private_key.as_dict(private=False)))
    bearers = []
    asked = FakeHousehold.draft

    async def noting(self: FakeHousehold, bearer: str, registration_id: str) -> Any:
        bearers.append(bearer)
        return await asked(self, bearer, registration_id)

    monkeypatch.setattr(FakeHousehold, "draft", noting)
    await read(agent, HOUSEHOLD)
    subject = reader.read(f"Bearer {bearers[0]}")
    assert (subject.kind, subject.id) == (SubjectKind.REGISTRATION, UUID(COUNTER_DRAFT))
    assert subject.agent_id == UUID(next(iter(world.sessions.values()))["id"])
    assert Permission.HOUSEHOLD_REGISTER in subject.permissions


@pytest.mark.parametrize("path", [HOUSEHOLD, ADULT, f"{HOUSEHOLD}/enfants/{uuid4()}"])
async def test_what_household_does_not_know_as_the_counters_is_touched_by_nothing_else(
    agent: Browser, world: World, path: str
) -> None:
    world.refuses["draft"] = Problem(404, "not-found")
    assert (await read(agent, path)).status == 404
    assert (await press(agent, path)).status in (404, 405)
    assert set(world.calls) <= {"introspect", "draft"}


async def test_an_address_that_holds_no_id_is_not_found(agent: Browser) -> None:
    assert (await read(agent, f"{COUNTER}/x/foyer")).status == 404
    assert (await read(agent, f"{COUNTER}/x/effacer")).status == 404


async def test_terminer_leads_to_the_code_and_what_is_printed(agent: Browser, world: World) -> None:
    draft = world.draft(COUNTER_DRAFT)
    assert (await read(agent, f"{COUNTER}/{COUNTER_DRAFT}/confirmation")).url == HOUSEHOLD
    draft |= {"state": "submitted", "family_code": "00012", "family_id": FAMILY_ID}
    assert (await read(agent, HOUSEHOLD)).url == f"{COUNTER}/{COUNTER_DRAFT}/confirmation"
    page = await read(agent, f"{COUNTER}/{COUNTER_DRAFT}/confirmation")
    assert page.says("LE CODE FAMILLE EST LE : 00012")
    assert page.link("IMPRIMER LE RÉCÉPISSÉ").endswith(RECEIPT)
    assert page.form("IMPRIMER LA LETTRE AVEC LE CODE D'ACCÈS").action.endswith(LETTER)
    assert page.says("le précédent ne fonctionne plus")


async def test_a_family_that_comes_back_is_found_by_its_code(agent: Browser) -> None:
    found = await press(agent, f"{COUNTER}/familles", {"family_code": " 000 12 "})
    assert found.url == FAMILY
    page = await read(agent, FAMILY)
    assert page.says("Famille 00012")
    assert page.says("Inès MARTIN")
    assert page.says("25 bis rue des Selves")
    assert page.link("IMPRIMER LE RÉCÉPISSÉ").endswith(RECEIPT)
    assert page.form("IMPRIMER LA LETTRE AVEC LE CODE D'ACCÈS").action.endswith(LETTER)


@pytest.mark.parametrize(
    ("typed", "words"), [("12", "Aucune famille n'a ce code"), ("", "Indiquez votre N° de compte famille")]
)
async def test_a_code_that_leads_nowhere_is_said_beside_its_field(agent: Browser, typed: str, words: str) -> None:
    page = await press(agent, f"{COUNTER}/familles", {"family_code": typed})
    assert page.status == 422
    assert page.says(words)


async def test_erasing_asks_first(agent: Browser, world: World) -> None:
    world.counter_drafts = [a_counter_draft("Inès MARTIN")]
    erasing = f"{COUNTER}/{COUNTER_DRAFT}/effacer"
    assert (await read(agent, erasing)).says("Inès MARTIN")
    assert "erase_counter_draft" not in world.calls
    assert (await press(agent, erasing)).url == f"{COUNTER}?fait=guichet-efface"
    assert world.counter_drafts == []
    for page in (await read(agent, erasing), await press(agent, erasing)):
        assert page.url == f"{COUNTER}?fait=guichet-plus-la"


async def test_the_receipt_is_an_accessible_pdf_to_keep(agent: Browser) -> None:
    answer = await agent.get(RECEIPT)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="recepisse.pdf"'
    assert "no-store" in answer.headers["cache-control"]
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert document.Root.Lang == "fr"
        assert str(document.docinfo["/Title"]) == "Récépissé de la création de votre famille"
        assert len(document.pages) == 1


async def test_the_letter_draws_a_new_code_each_time(agent: Browser, world: World) -> None:
    assert (await agent.get(LETTER)).status_code == 405
    for _ in range(2):
        answer = await agent.post(LETTER)
        assert answer.content.startswith(b"%PDF-")
    assert world.calls.count("issue_claim_code") == 2


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (Problem(409, "already-claimed"), "Cette famille a déjà ouvert son compte"),
        (Problem(404, "not-found"), "Attendez quelques secondes"),
    ],
)
async def test_where_there_is_no_code_it_says_why(agent: Browser, world: World, problem: Problem, words: str) -> None:
    world.refuses["issue_claim_code"] = problem
    page = await press(agent, LETTER)
    assert page.status == 409
    assert page.says(words)


async def test_no_code_is_drawn_for_a_family_that_is_not_there(agent: Browser, world: World) -> None:
    world.refuses["receipt"] = Problem(404, "not-found")
    assert (await press(agent, LETTER)).status == 404
    assert "issue_claim_code" not in world.calls


async def test_a_scanned_file_is_joined_there(agent: Browser, world: World) -> None:
    world.draft(COUNTER_DRAFT)["adults"] = [{"id": str(uuid4()), "typed": {"last_name": "Martin"}, "complete": True}]
    child = f"{HOUSEHOLD}/enfants/{uuid4()}"
    fields = {"action": "joindre:livret-famille", "last_name": "Martin", "base": fingerprint(None)}
    scanned = [("fichier:livret-famille", ("scan.pdf", b"%PDF-1.7 " + b"x" * 3_000_000, "application/pdf"))]
    answer = await agent.post(child, fields, scanned)
    assert (answer.status_code, answer.headers.get("location", "")) == (303, f"{child}#piece-livret-famille")
    assert len(world.joined) == 1


BACK = f"{FAMILY}/nouvel-acces.pdf"


@pytest.mark.parametrize("state", ["active", "awaiting_activation"])
async def test_an_account_is_given_back_once_the_identity_was_checked(
    agent: Browser, world: World, state: Literal["active", "awaiting_activation"]
) -> None:
    world.family_account = {"state": state, "closed_at": None, "erased_from": None}
    page = await read(agent, FAMILY)
    assert page.offers("IMPRIMER LA LETTRE AVEC LE NOUVEAU CODE")
    assert not page.offers("IMPRIMER LA LETTRE AVEC LE CODE D'ACCÈS")
    refused = await agent.post(BACK)
    assert refused.status_code == 409
    assert "give_account_back" not in world.calls
    answer = await agent.post(BACK, {"identity_checked": "oui"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert "give_account_back" in world.calls


async def test_a_closed_account_is_said_and_opened_again_with_a_code(agent: Browser, world: World) -> None:
    world.family_account = {
        "state": "closed",
        "closed_at": "2026-11-23T09:05:00Z",
        "erased_from": "2027-11-23T09:05:00Z",
    }
    page = await read(agent, FAMILY)
    assert page.says("Le titulaire a fermé son compte le 23/11/2026 à 10 h 05.")
    assert page.says("le dossier est effacé à partir du 23/11/2027")
    assert page.offers("IMPRIMER LA LETTRE AVEC LE CODE D'ACCÈS")


async def test_a_family_without_account_has_none_to_give_back(agent: Browser, world: World) -> None:
    world.refuses["give_account_back"] = Problem(404, "unknown-family")
    answer = await agent.post(BACK, {"identity_checked": "oui"})
    assert answer.status_code == 409
    assert "Cette famille n" in answer.text
