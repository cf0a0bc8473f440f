"""An address: the towns follow the postal code, the streets follow the town, with JavaScript and without."""

import re

import pytest

from gateway.web.cities import Cities, same_city
from tests.fakes.family_file import ADULT_ID, FAMILY_KEY, with_a_draft, with_a_family
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.conftest import Browser
from tests.unit.gateway.test_creation import ADULT, EMPTY, HOUSEHOLD, NEW_ID

FORM = f"{HOUSEHOLD}/adultes/{NEW_ID}"


@pytest.fixture
def creating(browser: Browser, world: World) -> Browser:
    browser.arrive(world.registration_session())
    return browser


def shown(page: str) -> str:
    """What a person sees: without what waits in templates for the script."""
    return re.sub(r"<template>.*?</template>", "", page, flags=re.DOTALL)


async def test_the_script_is_told_the_towns_the_chosen_one_and_the_one_with_streets(browser: Browser) -> None:
    here = (await browser.get("/villes?code_postal=06510")).json()
    assert here == {"towns": ["BÉZAUDUN-LES-ALPES", "CARROS", "LE BROC"], "chosen": "CARROS", "own": "CARROS"}
    there = (await browser.get("/villes?code_postal=75011")).json()
    assert there == {"towns": ["PARIS"], "chosen": "PARIS", "own": ""}


@pytest.mark.parametrize("code", ["", "0651", "99999", "../..", "06510%00", "٠٦٥١٠"])
async def test_a_code_that_is_none_has_no_town(browser: Browser, code: str) -> None:
    assert (await browser.get(f"/villes?code_postal={code}")).json()["towns"] == []


async def test_a_new_adult_lives_in_the_commune_and_chooses_its_street_in_a_list(creating: Browser) -> None:
    page = shown((await creating.get(FORM)).text)
    assert '<option value="CARROS" selected>' in page
    assert "data-street-list" in page
    assert page.count(">Voie\N{NO-BREAK SPACE}*<") == 1


async def test_without_a_script_a_button_shows_the_towns_of_another_code(creating: Browser, world: World) -> None:
    typed = ADULT | {"base": EMPTY, "action": "ville", "postal_code": "75011", "city": "CARROS", "complement": "Bât B"}
    page = shown((await creating.post(FORM, typed)).text)
    assert '<option value="PARIS" selected>' in page
    assert "data-street-list" not in page
    assert 'name="street_other"' in page
    assert 'value="Bât B"' in page
    assert "keep_adult" not in world.calls


async def test_a_neighbour_with_the_same_code_has_no_street_list(creating: Browser) -> None:
    page = shown((await creating.post(FORM, ADULT | {"action": "ville", "city": "LE BROC"})).text)
    assert '<option value="LE BROC" selected>' in page
    assert "data-street-list" not in page


async def test_abroad_and_for_an_unknown_code_the_town_is_written(creating: Browser) -> None:
    for typed in (
        {"country": "IT", "postal_code": "10121", "city": "Torino"},
        {"postal_code": "06906", "city": "Nice"},
    ):
        page = shown((await creating.post(FORM, ADULT | {"action": "ville"} | typed)).text)
        assert f'name="city" type="text" value="{typed["city"]}"' in page
        assert "data-street-list" not in page


async def test_a_town_of_another_code_is_refused_with_the_right_ones_to_choose(creating: Browser, world: World) -> None:
    answer = await creating.post(FORM, ADULT | {"base": EMPTY, "postal_code": "06700"})
    assert answer.status_code == 422
    assert 'href="#city"' in answer.text
    assert "SAINT-LAURENT-DU-VAR" in shown(answer.text)
    assert "keep_adult" not in world.calls


async def test_a_town_may_be_spelt_as_people_do(creating: Browser, world: World) -> None:
    answer = await creating.post(FORM, ADULT | {"base": EMPTY, "postal_code": "06700", "city": "St Laurent du Var"})
    assert answer.status_code == 303


async def test_a_stored_town_that_the_list_does_not_have_stays(browser: Browser, world: World) -> None:
    token = world.registration_session()
    with_a_draft(world, token)
    world.draft_of(token)["adults"][0]["typed"] |= {"postal_code": "06510", "city": "CARROS LE NEUF"}
    browser.arrive(token)
    page = shown((await browser.get(f"{HOUSEHOLD}/adultes/{ADULT_ID}")).text)
    assert '<option value="CARROS LE NEUF" selected>' in page


async def test_the_familys_record_has_the_same_address(browser: Browser, world: World) -> None:
    with_a_family(world)
    browser.arrive(world.family_session())
    page = shown((await browser.get(f"/mon-espace/fiches/{FAMILY_KEY}")).text)
    assert '<option value="CARROS" selected>' in page
    moved = {"version": "4", "address.country": "FR", "address.postal_code": "75011", "address.city": "CARROS"}
    again = await browser.post(f"/mon-espace/fiches/{FAMILY_KEY}", moved | {"action": "ville"})
    assert '<option value="PARIS" selected>' in shown(again.text)
    refused = await browser.post(f"/mon-espace/fiches/{FAMILY_KEY}", moved | {"action": "enregistrer"})
    assert 'href="#address-city"' in refused.text
    assert "keep_record" not in world.calls


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SAINT-LAURENT-DU-VAR", "St Laurent du Var", True),
        ("L'ESCARÈNE", "l’escarene", True),
        ("SAINTE-AGNÈS", "Ste-Agnes", True),
        ("LE BROC", "BROC", False),
        ("CARROS", "", False),
    ],
)
def test_one_town_has_many_spellings(one: str, other: str, same: bool) -> None:
    assert same_city(one, other) is same


def test_a_front_end_without_towns_lets_people_write_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert Cities(tmp_path_factory.mktemp("empty")).of("06510") == ()
