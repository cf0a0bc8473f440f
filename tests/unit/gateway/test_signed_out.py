"""A session that ends while a fiche is being filled in gives everything back."""

import pytest

from tests.fakes.family_file import CHILD_KEY, with_a_family
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.conftest import Browser

RECORD = f"/mon-espace/fiches/{CHILD_KEY}"
TYPED = {"version": "4", "first_name": "Léonie", "action": "enregistrer"}


@pytest.fixture
def parent(browser: Browser, world: World) -> Browser:
    with_a_family(world)
    browser.arrive(world.family_session())
    return browser


async def test_what_was_typed_goes_round_the_sign_in_and_comes_back(parent: Browser, world: World) -> None:
    parent.arrive("a-session-that-ended")
    asked = await parent.post(RECORD, TYPED)
    assert asked.status_code == 403
    assert "vous sera rendu" in asked.text
    assert 'name="garde:first_name" value="Léonie"' in asked.text
    assert "keep_record" not in world.calls
    kept = {"suite": RECORD, **{f"garde:{name}": text for name, text in TYPED.items()}}
    wrong = await parent.post("/connexion", {"identifier": "00012", "password": "", **kept})
    assert 'name="garde:first_name" value="Léonie"' in wrong.text
    back = await parent.post("/connexion", {"identifier": "00012", "password": "bon mot 1", **kept})
    assert back.status_code == 200
    assert f'action="{RECORD}"' in back.text
    assert '<input type="hidden" name="first_name" value="Léonie">' in back.text


@pytest.mark.parametrize(
    "page",
    [
        "/mon-espace/messages/nouveau",
        "/mon-espace/messages/5f1d3c1e-0000-4000-8000-000000000001",
        "/mon-espace/enfants/ajouter",
        "/mon-espace/adultes/ajouter",
        f"{RECORD}/depart",
        f"{RECORD}/pieces/livret-famille/attestation?modele=filiation",
    ],
)
async def test_every_form_that_is_written_in_gives_its_text_back(parent: Browser, world: World, page: str) -> None:
    parent.arrive("a-session-that-ended")
    asked = await parent.post(page, {"body": "Bonjour,\nune question."})
    assert asked.status_code == 403
    assert f'name="suite" value="{page}"' in asked.text
    kept = {"suite": page, "garde:body": "Bonjour,\nune question."}
    back = await parent.post("/connexion", {"identifier": "00012", "password": "bon mot 1", **kept})
    assert f'action="{page}"' in back.text
    assert 'name="body" value="Bonjour,\nune question."' in back.text
    assert world.calls.count("sign_in") == 1


async def test_only_a_record_gives_back_and_no_other_address(parent: Browser, world: World) -> None:
    await parent.get(RECORD)
    kept = {"suite": "https://ailleurs.example/", "garde:first_name": "Léonie"}
    back = await parent.post("/connexion", {"identifier": "00012", "password": "bon mot 1", **kept})
    assert back.status_code == 303
    assert back.headers["location"] == "/mon-espace"


async def test_the_script_is_told_and_its_page_keeps_the_cookie(parent: Browser, world: World) -> None:
    parent.arrive("a-session-that-ended")
    fields = {"csrf": parent.token, "form_key": "a-form-key", **TYPED}
    headers = {"Origin": parent.origin, "X-Kiosque-Part": "text"}
    answer = await parent.http.post(RECORD, data=fields, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
