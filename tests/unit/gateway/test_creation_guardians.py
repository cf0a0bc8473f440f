"""CHOIX DES RESPONSABLES LÉGAUX: the parent who lives elsewhere, and what a court said, in a draft and in a record."""

import pytest

from gateway.clients.household import Scalar
from gateway.clients.service import FieldProblem, Problem
from gateway.web.values import shown
from tests.fakes.family_file import ADULT_ID, CHILD_ID, CHILD_KEY, with_a_draft, with_a_family
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.conftest import Browser
from tests.unit.gateway.test_creation import CHILD, HOUSEHOLD, base_of

FORM = f"{HOUSEHOLD}/enfants/{CHILD_ID}"
FATHER: dict[str, str | list[str]] = {
    "guardians": [ADULT_ID, "declared_elsewhere"],
    "elsewhere_link": "pere",
    "elsewhere_last_name": "Durand",
    "elsewhere_first_name": "Alex",
    "elsewhere_telephone": "06 12 34 56 78",
    "elsewhere_email": "alex@exemple.fr",
    "elsewhere_address": "3 rue du Port, 06300 Nice",
}


@pytest.fixture
def drafting(browser: Browser, world: World) -> Browser:
    token = world.registration_session()
    with_a_draft(world, token)
    browser.arrive(token)
    return browser


async def test_the_ordinary_case_stays_short(drafting: Browser) -> None:
    page = (await drafting.get(FORM)).text
    court = page.partition('id="states"')[2].partition(">")[0]
    assert " open" not in court
    for answer in ("n'habitant pas avec l'enfant", "Ne pas déclarer de second responsable", "seulement 2 adultes"):
        assert answer in page.replace("&#39;", "'")


async def test_the_parent_elsewhere_and_the_courts_words_are_kept(drafting: Browser, world: World) -> None:
    states = [f"{ADULT_ID}:exclusive_authority", "elsewhere:protected_address"]
    typed = CHILD | FATHER | {"states": states, "base": await base_of(drafting, FORM), "action": "enregistrer"}
    answer = await drafting.post(FORM, typed)
    assert answer.headers["location"] == HOUSEHOLD
    [draft] = world.drafts.values()
    kept = draft["children"][0]["typed"]
    assert {name: kept[name] for name in FATHER if name != "guardians"} == {
        name: text for name, text in FATHER.items() if name != "guardians"
    }
    assert (kept["guardians"], kept["second_guardian"], kept["states"]) == ([ADULT_ID], "declared_elsewhere", states)
    page = (await drafting.get(FORM)).text
    assert f'value="{states[0]}" checked' in page
    assert " open" in page.partition('id="states"')[2].partition(">")[0]


async def test_what_a_court_said_of_somebody_goes_with_the_choice_of_them(drafting: Browser, world: World) -> None:
    states = ["elsewhere:protected_address", f"{ADULT_ID}:placed"]
    typed = CHILD | {"states": states, "base": await base_of(drafting, FORM), "action": "enregistrer"}
    await drafting.post(FORM, typed)
    [draft] = world.drafts.values()
    assert draft["children"][0]["typed"]["states"] == [f"{ADULT_ID}:placed"]


async def test_a_refused_state_is_said_where_it_is_ticked(drafting: Browser, world: World) -> None:
    world.refuses["keep_child"] = Problem(422, "invalid", [FieldProblem("states", "exclusive-authority-one-person")])
    answer = await drafting.post(FORM, CHILD | {"base": await base_of(drafting, FORM), "action": "enregistrer"})
    assert answer.status_code == 422
    assert 'href="#states"' in answer.text
    assert "Une seule personne peut exercer seule" in answer.text


async def test_the_record_of_a_family_keeps_them_too(browser: Browser, world: World) -> None:
    with_a_family(world)
    browser.arrive(world.family_session())
    form = {f"guardians.{name}": text for name, text in FATHER.items() if name != "guardians"}
    typed: dict[str, str | list[str]] = {
        "version": str(world.records[CHILD_KEY]["version"]), "with_guardians": "oui", "action": "enregistrer",
        "guardians": [ADULT_ID, "declared_elsewhere"], "states": ["elsewhere:protected_address"], **form,
    }  # fmt: skip
    answer = await browser.post(f"/mon-espace/fiches/{CHILD_KEY}", typed)
    assert answer.status_code == 303
    value = next(field["value"] for field in world.records[CHILD_KEY]["fields"] if field["name"] == "guardians")
    assert isinstance(value, dict)
    assert (value["elsewhere_link"], value["states"]) == ("pere", ["elsewhere:protected_address"])
    page = (await browser.get(f"/mon-espace/fiches/{CHILD_KEY}")).text
    assert 'value="elsewhere:protected_address" checked' in page
    assert 'value="06 12 34 56 78"' in page


def test_guardians_are_written_out_for_those_who_read_them() -> None:
    value: dict[str, Scalar] = {
        **{name: text for name, text in FATHER.items() if name != "guardians"},
        "guardians": [ADULT_ID],
        "second_guardian": "declared_elsewhere",
        "states": [f"{ADULT_ID}:exclusive_authority", "elsewhere:protected_address"],
    }
    assert shown("guardians", value, {ADULT_ID: "Camille MARTIN"}) == [
        "Camille MARTIN",
        "– Exerce seul(e) l'autorité parentale",
        "Alex DURAND, père (n'habite pas avec l'enfant)",
        "06 12 34 56 78",
        "alex@exemple.fr",
        "3 rue du Port, 06300 Nice",
        "– Son adresse doit rester secrète",
    ]
