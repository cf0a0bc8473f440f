"""Pieces that live, on the pages: dates, papers in place of one, each adult's identity, what was given before."""

from typing import Any
from uuid import uuid4

import pytest

from gateway.clients.service import FieldProblem, Problem
from gateway.web.typography import keep_together
from tests.fakes.family_file import ADULT_ID, CHILD_ID, CHILD_KEY, FAMILY_KEY, with_a_draft, with_a_family
from tests.fakes.services_behind_gateway import WHEN, World
from tests.unit.gateway.conftest import Browser
from tests.unit.gateway.test_pieces import ask, photo

HOME, BOOK, PAI = "justificatif-domicile", "livret-famille", "pai"
FAMILY_PAGE, CHILD_PAGE = f"/mon-espace/fiches/{FAMILY_KEY}", f"/mon-espace/fiches/{CHILD_KEY}"
DATE = f"date:{HOME}"
TYPED = {"version": "3"}


@pytest.fixture
def parent(browser: Browser, world: World) -> Browser:
    with_a_family(world)
    browser.arrive(world.family_session())
    return browser


def a_bill() -> tuple[str, bytes, str]:
    return ("facture.pdf", b"%PDF-1.7", "application/pdf")


async def post(browser: Browser, page: str, files: list[Any] | None = None, **fields: str) -> Any:
    """The form of a record, with the version that the page shows."""
    shown = (await browser.get(page)).text
    version = shown.partition('name="version" value="')[2].partition('"')[0]
    return await browser.post(page, {"version": version, **fields}, files)


async def test_the_date_is_asked_once_a_paper_lies_there_and_is_kept_as_typed(parent: Browser, world: World) -> None:
    assert DATE not in (await parent.get(FAMILY_PAGE)).text
    await post(parent, FAMILY_PAGE, [(f"fichier:{HOME}", a_bill())], action=f"joindre:{HOME}")
    page = (await parent.get(FAMILY_PAGE)).text
    assert f'name="{DATE}"' in page
    assert "Date du document *" in page
    assert keep_together("de moins de 3 mois") in page
    await parent.post(FAMILY_PAGE, {"version": "3", DATE: "1er mai", "action": f"retirer:{PAI}:{uuid4()}"})
    assert world.dates == {(FAMILY_KEY, HOME): "1er mai"}
    assert 'value="1er mai"' in (await parent.get(FAMILY_PAGE)).text


async def test_a_date_that_will_not_do_is_said_beside_it_and_on_top(parent: Browser, world: World) -> None:
    await post(parent, FAMILY_PAGE, [(f"fichier:{HOME}", a_bill())], action=f"joindre:{HOME}")
    world.refuses["keep_paper_dates"] = Problem(
        422, "invalid", errors=[FieldProblem(HOME, "paper-too-old", {"months": 3})]
    )
    answer = await parent.post(FAMILY_PAGE, {"version": "3", DATE: "01/01/2020", "action": "enregistrer"})
    assert answer.status_code == 422
    assert (
        answer.text.count(
            keep_together("Ce document a plus de 3 mois : joignez-en un plus récent, puis indiquez sa date.")
        )
        == 2
    )
    assert f'href="#date-{HOME}"' in answer.text
    assert 'value="01/01/2020"' in answer.text


async def test_a_row_renewed_for_the_script_asks_for_the_date(parent: Browser) -> None:
    answer = await ask(parent, f"joindre:{HOME}", [(f"fichier:{HOME}", photo())], page=FAMILY_PAGE, version="3")
    assert answer.status_code == 200
    assert f'name="{DATE}"' in answer.json()["row"]


async def test_the_text_half_keeps_the_date_unchecked(parent: Browser, world: World) -> None:
    world.refuses["keep_paper_dates"] = Problem(422, "invalid", errors=[FieldProblem(HOME, "paper-too-old")])
    typed: Any = {DATE: "01/01/2020"}
    answer = await ask(parent, "garder", part="text", page=FAMILY_PAGE, version="3", **typed)
    assert answer.status_code == 200
    assert world.dates == {(FAMILY_KEY, HOME): "01/01/2020"}


async def test_somebody_who_is_hosted_brings_three_named_papers_in_place_of_one(parent: Browser) -> None:
    page = (await parent.get(FAMILY_PAGE)).text
    assert "Je suis hébergé(e)" in page
    assert "fichier:identite-hebergeur" not in page
    answer = await post(parent, FAMILY_PAGE, action=f"autrement:{HOME}")
    assert answer.headers["location"] == f"{FAMILY_PAGE}?autrement={HOME}#piece-{HOME}"
    hosted = (await parent.get(answer.headers["location"].partition("#")[0])).text
    for label in ("Attestation d&#39;hébergement", "Justificatif de domicile de l&#39;hébergeur"):
        assert label in hosted
    assert f'name="fichier:{HOME}"' not in hosted
    files = [("fichier:identite-hebergeur", a_bill())]
    await post(parent, FAMILY_PAGE, files, action="joindre:identite-hebergeur")
    assert "fichier:attestation-hebergement" in (await parent.get(FAMILY_PAGE)).text
    back = (await parent.get(f"{FAMILY_PAGE}?autrement=non")).text
    assert f'name="fichier:{HOME}"' in back


async def test_the_script_renews_the_row_of_a_paper_of_the_host(parent: Browser) -> None:
    code = "domicile-hebergeur"
    answer = await ask(parent, f"joindre:{code}", [(f"fichier:{code}", photo())], page=FAMILY_PAGE, version="3")
    assert f'data-piece="{code}"' in answer.json()["row"]
    assert f'name="date:{code}"' in answer.json()["row"]


async def test_two_adults_have_a_place_each_that_bears_the_name(parent: Browser, world: World) -> None:
    assert 'name="fichier:pieces-identite"' in (await parent.get(FAMILY_PAGE)).text
    assert world.dashboard is not None
    other: Any = dict(world.dashboard["records"][1]) | {"key": f"adult-{uuid4()}", "name": "Paul MARTIN"}
    world.dashboard["records"].insert(2, other)
    page = (await parent.get(FAMILY_PAGE)).text
    assert 'name="fichier:pieces-identite"' not in page
    assert f'name="fichier:pieces-identite-{ADULT_ID}"' in page
    assert keep_together("Pièces d&#39;identité des responsables : Paul MARTIN") in page


async def test_what_was_given_before_is_chosen_and_taken_once(parent: Browser, world: World) -> None:
    assert f"reprendre:{BOOK}" in (await parent.get(CHILD_PAGE)).text
    assert f"reprendre:{PAI}" not in (await parent.get(CHILD_PAGE)).text
    address = f"{CHILD_PAGE}/pieces/{BOOK}/reprise"
    assert "Aucun document déjà fourni ne convient" in (await parent.get(address)).text
    sibling = str(world.dashboard["records"][-1]["key"]) if world.dashboard else ""
    world.reusable = [
        {"record": sibling, "piece": BOOK, "files": 1, "pages": 4, "received_at": WHEN, "dated": "2026-10-02"}
    ]
    page = (await parent.get(address)).text
    assert "Livret de famille - Page parents/enfant, Fiche de renseignement de Noé MARTIN" in page
    assert "1 fichier, 4 pages, joint le 23/11/2026, document du 02/10/2026" in page
    nothing = await parent.post(address, {})
    assert nothing.status_code == 422
    assert "Choisissez un document" in nothing.text
    taken = await parent.post(address, {"source": f"{sibling}/{BOOK}"})
    assert taken.headers["location"] == f"{CHILD_PAGE}#piece-{BOOK}"
    assert [file["piece"] for file in world.documents if file["file_name"] == "repris.pdf"] == [BOOK]


async def test_what_is_gone_or_too_old_by_now_is_said(parent: Browser, world: World) -> None:
    world.refuses["reuse"] = Problem(404, "not-found")
    answer = await parent.post(f"{CHILD_PAGE}/pieces/{BOOK}/reprise", {"source": f"{FAMILY_KEY}/{BOOK}"})
    assert answer.status_code == 404
    assert "Ce document n&#39;est plus là, ou ne convient plus." in answer.text


async def test_creating_a_family_asks_for_no_date_and_may_reuse_a_siblings_paper(
    browser: Browser, world: World
) -> None:
    token = world.registration_session()
    with_a_draft(world, token)
    world.documents.clear()
    browser.arrive(token)
    page = f"/creer-ma-famille/foyer/enfants/{CHILD_ID}"
    await browser.get(page)
    answer = await ask(browser, f"joindre:{PAI}", [(f"fichier:{PAI}", photo())], page=page)
    assert "date:" not in answer.json()["row"]
    assert (await browser.get(f"{page}/pieces/{BOOK}/reprise")).status_code == 200


async def test_a_paper_that_ended_says_since_when(parent: Browser, world: World) -> None:
    record = world.records[CHILD_KEY]
    record["pieces"] = [
        {
            "code": PAI,
            "label": "PAI",
            "required": True,
            "document_ids": [],
            "state": "expired",
            "expired_on": "2026-08-31",
            "refusal": None,
        }
    ]
    assert "Expirée le 31/08/2026" in (await parent.get(CHILD_PAGE)).text
