"""A session that ends while a fiche is being filled in gives everything back, to whoever typed it."""

import re
from collections.abc import Mapping
from uuid import UUID, uuid4

import httpx
import pytest

from gateway.web.kiosk import Kiosk
from tests.fakes.family_file import CHILD_KEY, with_a_family
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.conftest import Browser

RECORD = f"/mon-espace/fiches/{CHILD_KEY}"
TYPED = {"version": "4", "first_name": "Léonie", "action": "enregistrer"}
RIGHT = {"identifier": "00012", "password": "bon mot 1"}


def kept_in(source: str) -> str:
    """What goes round with a page that asks who somebody is."""
    found = re.search(r'name="garde" value="([\w=-]+)"', source)
    assert found is not None, "nothing goes round"
    return found[1]


@pytest.fixture
def parent(browser: Browser, world: World, kiosk: Kiosk) -> Browser:
    """Whose session has ended since the page was shown."""
    with_a_family(world)
    browser.arrive("a-session-that-ended", kiosk.kept_forms.writer(UUID(world.account_id)))
    return browser


async def signs_in(browser: Browser, asked: httpx.Response, typed: Mapping[str, str] = RIGHT) -> httpx.Response:
    return await browser.post("/connexion", {**typed, "garde": kept_in(asked.text)})


async def test_what_was_typed_goes_round_the_sign_in_and_comes_back(parent: Browser, world: World) -> None:
    asked = await parent.post(RECORD, TYPED)
    assert asked.status_code == 403
    assert "vous sera rendu" in asked.text
    assert "keep_record" not in world.calls
    wrong = await signs_in(parent, asked, {"identifier": "00012", "password": ""})
    back = await signs_in(parent, wrong)
    assert back.status_code == 200
    assert f'action="{RECORD}"' in back.text
    assert '<input type="hidden" name="first_name" value="Léonie">' in back.text


async def test_the_page_that_asks_holds_nothing_that_can_be_read(parent: Browser) -> None:
    asked = await parent.post(RECORD, TYPED)
    assert "Léonie" not in asked.text
    assert CHILD_KEY not in asked.text


async def test_somebody_else_who_signs_in_there_is_given_nothing(parent: Browser, world: World) -> None:
    asked = await parent.post(RECORD, TYPED)
    world.account_id = str(uuid4())
    other = await signs_in(parent, asked)
    assert other.status_code == 303
    assert "Léonie" not in other.text
    page = await parent.get(other.headers["location"])
    assert "n&#39;est pas repris" in page.text


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
    asked = await parent.post(page, {"body": "Bonjour,\nune question."})
    assert asked.status_code == 403
    back = await signs_in(parent, asked)
    assert f'action="{page}"' in back.text
    assert 'name="body" value="Bonjour,\nune question."' in back.text
    assert world.calls.count("sign_in") == 1


async def test_a_second_session_that_ends_before_the_text_was_sent_gives_it_back_as_well(
    parent: Browser, kiosk: Kiosk, world: World
) -> None:
    back = await signs_in(parent, await parent.post(RECORD, TYPED))
    found = re.search(r'name="csrf" value="([\w.]+)"', back.text)
    assert found is not None
    assert kiosk.csrf.writer(found[1]) == kiosk.kept_forms.writer(UUID(world.account_id))


async def test_what_nobody_sealed_here_gives_nothing_back(parent: Browser, world: World) -> None:
    back = await parent.post("/connexion", {**RIGHT, "garde": "gAAAAABinvented"})
    assert back.status_code == 303
    assert back.headers["location"].startswith("/mon-espace?")


async def test_a_form_that_is_only_pressed_is_not_kept(parent: Browser) -> None:
    asked = await parent.post("/mon-espace/terminer", {"action": "terminer"})
    assert asked.status_code == 403
    assert 'name="garde"' not in asked.text


async def test_the_script_is_told_and_its_page_keeps_the_cookie(parent: Browser, world: World) -> None:
    fields = {"csrf": parent.token, "form_key": "a-form-key", **TYPED}
    headers = {"Origin": parent.origin, "X-Kiosque-Part": "text"}
    answer = await parent.http.post(RECORD, data=fields, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
