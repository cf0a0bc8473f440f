"""Pages for everybody: each says what the law wants said, from the commune's own data."""

import pytest

from libs.commune.commune import Commune
from libs.french.days import long_day
from tests.support.pages import Page
from tests.unit.gateway.conftest import Browser

PAGES = {
    "/accessibilite": "Déclaration d'accessibilité",
    "/mentions-legales": "Mentions légales",
    "/donnees-personnelles": "Données personnelles",
    "/conditions-generales": "Conditions générales d'utilisation",
    "/premiere-utilisation": "S'inscrire (première utilisation)",
    "/mot-de-passe-oublie": "Mot de passe oublié",
    "/code-famille-oublie": "Code famille oublié",
}


async def read(browser: Browser, path: str) -> Page:
    answer = await browser.get(path)
    return Page(str(answer.url), answer.status_code, answer.text)


@pytest.mark.parametrize(("path", "title"), PAGES.items())
async def test_each_page_has_its_title_and_a_way_home(browser: Browser, path: str, title: str) -> None:
    page = await read(browser, path)
    assert (page.status, page.heading) == (200, title)
    assert page.link("Accueil")


@pytest.mark.parametrize("path", list(PAGES)[:4])
async def test_every_page_leads_to_the_legal_ones(browser: Browser, path: str) -> None:
    assert path in [target.removeprefix("http://kiosque.test") for _, target in (await read(browser, "/")).links()]


async def test_the_statement_says_how_far_since_when_and_whom_to_tell(browser: Browser, commune: Commune) -> None:
    page = await read(browser, "/accessibilite")
    profile = commune.profile
    for words in (profile.accessibility.conformity, "RGAA", long_day(profile.accessibility.stated_on)):
        assert page.says(words)
    assert page.says(profile.service.email)
    assert page.says("Défenseur des droits")


def test_conformity_is_not_claimed_without_an_audit(commune: Commune) -> None:
    unaudited = "Aucun audit" in commune.texts.legal["accessibilite"]
    assert commune.profile.accessibility.conformity == "non conforme" or not unaudited


async def test_the_notices_name_editor_director_and_host(browser: Browser, commune: Commune) -> None:
    page = await read(browser, "/mentions-legales")
    profile = commune.profile
    for words in (profile.town_hall.name, profile.publication_director, profile.host.name, profile.host.telephone):
        assert page.says(words)


async def test_the_privacy_page_says_why_how_long_and_whom_to_ask(browser: Browser, commune: Commune) -> None:
    page = await read(browser, "/donnees-personnelles")
    for words in (commune.profile.dpo.email, "mission d'intérêt public", "CNIL", "corriger", "effacer"):
        assert page.says(words)


async def test_its_delays_are_those_that_are_set(browser: Browser, commune: Commune) -> None:
    page, delays = await read(browser, "/donnees-personnelles"), commune.profile.delays
    assert page.says(f"{delays.draft_hours} heures après")
    assert page.says(f"effacée au bout de {delays.never_activated_days} jours")
    assert page.says(f"garde votre dossier {delays.closed_account_days} jours")
    assert page.says(f"gardé {delays.audit_days} jours")


async def test_the_terms_are_the_version_in_force(browser: Browser, commune: Commune) -> None:
    assert (await read(browser, "/conditions-generales")).says(f"Version {commune.profile.terms_version}")


async def test_the_page_of_the_api_carries_the_form_token(browser: Browser) -> None:
    page = await read(browser, "/api/docs")
    assert page.status == 200
    assert 'data-document="/api/openapi.json"' in page.source
    assert "data-csrf=" in page.source
