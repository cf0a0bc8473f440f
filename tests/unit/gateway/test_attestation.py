"""A sworn statement: filled in and signed on a page of its own, with and without scripts; back in its slot."""

import pytest

from gateway.clients.service import FieldProblem, Problem
from gateway.web.typography import keep_together
from tests.fakes.family_file import ADULT_KEY, CHILD_ID, CHILD_KEY, with_a_draft, with_a_family
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.conftest import Browser

PIECE = "jugement-divorce"
CHILD = f"/creer-ma-famille/foyer/enfants/{CHILD_ID}"
PAGE = f"{CHILD}/pieces/{PIECE}/attestation?modele=separation"
TITLE = "Attestation sur l'honneur de séparation"
DRAWING = "data:image/png;base64,iVBORw0KGgo="
SIGNED = {
    "values.place": "Carros",
    "values.since": "02/05/2024",
    "values.link": "",
    "signature.0.name": "Camille Martin",
    "signature.0.drawing": DRAWING,
    "signature.1.name": "Alex Durand",
    "declared": "oui",
}


@pytest.fixture
def offering(world: World) -> World:
    """The catalogue offers a statement of separation, signed by both parents."""
    world.attestations[PIECE] = [{"code": "separation", "title": TITLE}]
    world.attestation = {
        "code": "separation",
        "title": TITLE,
        "introduction": "Vous êtes séparés et n'avez pas de jugement ?",
        "text": "Nous vivons séparés depuis le {since}.\n\nL'enfant vit chez {link}.\n\nFait à {place}, le {today}.",
        "fields": [
            {"name": "place", "label": "Fait à", "kind": "text", "required": True, "hint": None, "options": None},
            {"name": "since", "label": "Séparés le", "kind": "date", "required": True, "hint": None, "options": None},
            {
                "name": "link",
                "label": "Chez qui",
                "kind": "choice",
                "required": False,
                "hint": None,
                "options": [{"value": "mere", "label": "sa mère"}, {"value": "pere", "label": "son père"}],
            },
        ],
        "signatures": [{"name": "first", "label": "Premier parent"}, {"name": "second", "label": "Second parent"}],
        "legal_warning": "Une fausse attestation est punie par l'article 441-7 du code pénal.",
    }
    return world


@pytest.fixture
def drafting(browser: Browser, offering: World) -> Browser:
    token = offering.registration_session()
    with_a_draft(offering, token)
    browser.arrive(token)
    return browser


async def test_the_link_stands_where_the_catalogue_offers_it_and_keeps_the_text(
    drafting: Browser, world: World
) -> None:
    page = (await drafting.get(CHILD)).text
    assert page.count("faire une attestation sur l'honneur") == 1
    typed = {"base": await base_of(drafting), "first_name": "Maëlle", "action": f"attester:{PIECE}:separation"}
    answer = await drafting.post(CHILD, typed)
    assert answer.headers["location"] == PAGE
    assert next(iter(world.drafts.values()))["children"][0]["typed"]["first_name"] == "Maëlle"


async def test_the_page_shows_what_to_read_to_fill_in_and_to_sign(drafting: Browser) -> None:
    page = (await drafting.get(PAGE)).text
    for words in (
        "Vous êtes séparés",
        "Nous vivons séparés depuis le",
        "[Séparés le]",
        "441-7",
        "Fait à",
        "Premier parent".upper(),
        "SIGNER ET JOINDRE",
    ):
        assert words in page
    assert page.count("<canvas") == 2
    assert page.count("vaut signature") == 2


async def test_signed_it_lies_in_its_slot(drafting: Browser, world: World) -> None:
    answer = await drafting.post(PAGE, SIGNED)
    assert answer.headers["location"] == f"{CHILD}#piece-{PIECE}"
    assert world.attested == [
        {
            "values": {"place": "Carros", "since": "02/05/2024", "link": ""},
            "signatures": [
                {"name": "Camille Martin", "drawing": DRAWING},
                {"name": "Alex Durand", "drawing": None},
            ],
            "declared": True,
        }
    ]
    page = (await drafting.get(CHILD)).text
    assert "Attestation sur l'honneur</small>" in page
    file = world.documents[-1]["id"]
    assert f'value="attester:{PIECE}:separation:{file}" class="k-link-button">REFAIRE' in page


async def test_done_again_it_takes_the_place_of_the_older_one(drafting: Browser, world: World) -> None:
    await drafting.post(PAGE, SIGNED)
    older = world.documents[-1]["id"]
    action = {"action": f"attester:{PIECE}:separation:{older}", "base": await base_of(drafting)}
    again = (await drafting.post(CHILD, action)).headers["location"]
    assert again == f"{PAGE}&remplace={older}"
    for _ in range(2):
        assert (await drafting.post(again, SIGNED | {"values.place": "Nice"})).status_code == 303
        assert older not in [document["id"] for document in world.documents]


async def test_the_text_is_read_with_what_was_filled_in(drafting: Browser) -> None:
    answer = await drafting.post(PAGE, {"values.link": "pere", "values.place": "Carros"})
    assert '<b data-from="values-link" data-blank="[Chez qui]">son père</b>' in answer.text
    assert '<b data-from="values-place" data-blank="[Fait à]">Carros</b>' in answer.text
    assert '<b data-from="values-since" data-blank="[Séparés le]">[Séparés le]</b>' in answer.text


async def test_several_statements_for_one_piece_are_told_apart(drafting: Browser, world: World) -> None:
    world.attestations[PIECE] = [
        {"code": "a", "title": "Attestation de domicile"},
        {"code": "b", "title": "D'un tiers"},
    ]
    page = (await drafting.get(CHILD)).text
    assert f'value="attester:{PIECE}:a" class="k-link-button">Attestation de domicile' in page
    assert f'value="attester:{PIECE}:b"' in page


async def test_everything_that_is_missing_is_named_at_once(drafting: Browser, world: World) -> None:
    answer = await drafting.post(PAGE, {"values.place": "Carros", "signature.0.trace": "1,2 3,4"})
    assert answer.status_code == 422
    for words in ("Complétez « Séparés le »", "Complétez « Premier parent »", "certifiez sur l&#39;honneur"):
        assert keep_together(words) in answer.text
    assert 'href="#values-since"' in answer.text
    assert 'value="Carros"' in answer.text
    assert 'value="1,2 3,4"' in answer.text
    assert world.attested == []


async def test_what_documents_refuses_stands_beside_its_field(drafting: Browser, world: World) -> None:
    errors = [FieldProblem("values.since", "date-format"), FieldProblem("signatures.1.name", "no-letter")]
    world.refuses["attest"] = Problem(422, "invalid", errors)
    answer = await drafting.post(PAGE, SIGNED)
    assert answer.status_code == 422
    assert 'id="values-since-error"' in answer.text
    assert 'id="signature-1-name-error"' in answer.text


async def test_a_full_slot_is_said(drafting: Browser, world: World) -> None:
    world.refuses["attest"] = Problem(422, "too-many-files", details={"max_files": 4})
    answer = await drafting.post(PAGE, SIGNED)
    assert "a déjà le nombre de fichiers permis (4)" in answer.text


async def test_where_none_is_offered_the_page_leads_back(drafting: Browser) -> None:
    for asked in ("pai/attestation?modele=separation", f"{PIECE}/attestation", f"{PIECE}/attestation?modele=autre"):
        answer = await drafting.get(f"{CHILD}/pieces/{asked}")
        assert answer.headers["location"] == CHILD


async def test_a_record_of_the_family_has_it_too_unless_it_lies_with_the_town(
    browser: Browser, offering: World
) -> None:
    with_a_family(offering)
    browser.arrive(offering.family_session())
    record = f"/mon-espace/fiches/{CHILD_KEY}"
    answer = await browser.post(f"{record}/pieces/{PIECE}/attestation?modele=separation", SIGNED)
    assert answer.headers["location"] == f"{record}#piece-{PIECE}"
    locked = f"/mon-espace/fiches/{ADULT_KEY}"
    answer = await browser.post(f"{locked}/pieces/{PIECE}/attestation?modele=separation", SIGNED)
    assert answer.headers["location"] == locked
    assert len(offering.attested) == 1


async def base_of(browser: Browser) -> str:
    """What the child's form was filled from."""
    return (await browser.get(CHILD)).text.partition('name="base" value="')[2].partition('"')[0]
