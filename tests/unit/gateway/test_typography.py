"""French signs stay with their words, wherever the words come from; what people type stays as it is."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from gateway.web.typography import keep_page_together, keep_together
from tests.fakes.family_file import CHILD_KEY, with_a_family
from tests.fakes.services_behind_gateway import World
from tests.support.pages import Page
from tests.unit.gateway.conftest import Browser

NO_BREAK = "\N{NO-BREAK SPACE}"


def test_a_sign_stays_on_the_line_of_its_word() -> None:
    assert keep_together("Une question ? Cliquez sur « Terminer ».") == (
        f"Une question{NO_BREAK}? Cliquez sur «{NO_BREAK}Terminer{NO_BREAK}»."
    )


def test_signs_of_a_page_stay_with_their_words_whatever_tags_stand_between() -> None:
    page = "<p>Légende : « <strong>Fiche</strong> » (pourquoi ?) <b>Vous</b> : non !</p>"
    assert keep_page_together(page) == (
        f"<p>Légende{NO_BREAK}: «{NO_BREAK}<strong>Fiche</strong>{NO_BREAK}» (pourquoi{NO_BREAK}?)"
        f" <b>Vous</b>{NO_BREAK}: non{NO_BREAK}!</p>"
    )


def test_what_somebody_typed_stays_as_it_is() -> None:
    page = '<input value="Bât : 3 ?"><textarea rows="4">Bonjour !\n« Bât : 3 » ?</textarea>'
    assert keep_page_together(page) == page
    assert keep_page_together(f"Ici : {page}") == f"Ici{NO_BREAK}: {page}"


def test_times_and_addresses_are_no_signs() -> None:
    assert keep_together("à 09:05, voir https://exemple.fr/?a=1 :d") == "à 09:05, voir https://exemple.fr/?a=1 :d"


@pytest.mark.parametrize(
    "text",
    [
        "16_h_50",
        "9_h",
        "le 1er_septembre_2026",
        "du 12_mars_2026 au 3_août_2026",
        "DU 16_NOVEMBRE_2026 AU 30_AVRIL_2027",
        "10_Mo au plus",
        "fichier (350_Ko)",
        "moins de 3_mois",
        "dans 15_jours, 20_min",
        "25_% de 1_200_€",
        "12_bis rue des Selves",
        "appelez le 04_65_71_00_02.",
        "demande n°_2027-00003, N°_de rue",
    ],
)
def test_a_number_stays_with_what_it_counts(text: str) -> None:
    assert keep_together(text.replace("_", " ")) == text.replace("_", NO_BREAK)
    assert keep_page_together(f"<p>{text.replace('_', ' ')}</p>") == f"<p>{text.replace('_', NO_BREAK)}</p>"


@pytest.mark.parametrize("text", ["12 rue du Mail", "Léa Martin 3", "12 marsouins", "2 minibus", "en 2026", "5 hommes"])
def test_other_words_after_a_number_may_begin_a_line(text: str) -> None:
    assert keep_together(text) == text


def test_a_number_in_an_attribute_or_a_text_area_stays_as_it_is() -> None:
    page = "<input value=\"16 h 50, 10 Mo\" data-words=\"{'a': '1er mars 2026'}\"><textarea>à 16 h 50</textarea>"
    assert keep_page_together(page) == page


class ShownTexts(HTMLParser):
    """What a page shows, text by text, apart from what people type in."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("textarea", "script", "style"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.texts.append(data)


def loose_signs(html: str) -> list[str]:
    """The texts in which a plain space stands where a line may break before or after a sign."""
    shown = ShownTexts()
    shown.feed(html)
    return [text for text in shown.texts if re.search(r" (?:[:;?!](?:\s|$)|»)|« |\d (?:h|Mo|Ko|mois|€|%)\b", text)]


async def crawled(browser: Browser, start: str, most: int = 40) -> dict[str, str]:
    """The pages that links lead to from this one, by path."""
    found: dict[str, str] = {}
    ahead = [start]
    while ahead and len(found) < most:
        path = ahead.pop(0)
        answer = await browser.get(path)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        found[path] = answer.text
        links = {urlsplit(target).path for _, target in Page(path, 200, answer.text).links()}
        ahead += sorted(link for link in links if link.startswith("/") and link not in {*found, *ahead})
    return found


async def test_no_page_lets_a_sign_begin_a_line(browser: Browser, world: World) -> None:
    with_a_family(world)
    visited = await crawled(browser, "/")
    visited |= {"wrong": (await browser.post("/connexion", {"identifier": "", "password": ""})).text}
    browser.arrive(world.family_session())
    visited |= await crawled(browser, "/mon-espace")
    refused = {"first_name": "", "birth_date": "hier", "version": "4", "action": "enregistrer"}
    visited |= {"refused": (await browser.post(f"/mon-espace/fiches/{CHILD_KEY}", refused)).text}
    browser.arrive(world.staff_session())
    visited |= await crawled(browser, "/agents/foyers")
    assert len(visited) > 40
    assert not {path: loose for path, html in visited.items() if (loose := loose_signs(html))}
