"""An agent's session that ends while they write gives the text back, after both questions, to that agent alone."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import httpx
import pytest

from gateway.web.kiosk import Kiosk
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.agents.conftest import FILE
from tests.unit.gateway.conftest import Browser
from tests.unit.gateway.test_signed_out import kept_in

SIGN_IN, CODE = "/agents/connexion", "/agents/connexion/code"
RIGHT = {"login": "claire", "password": "bon mot 1"}
ID = "5f1d3c1e-0000-4000-8000-000000000001"
NOTE = "Allergie sévère à vérifier,\nappeler la famille."
TYPED = {"comment": NOTE, "action": "enregistrer", "seen": "- -"}


@pytest.fixture
def gone(browser: Browser, world: World, kiosk: Kiosk) -> Browser:
    """An agent's browser whose session has ended since the page was shown."""
    browser.arrive("a-session-that-ended", kiosk.kept_forms.writer(UUID(world.staff_id)))
    return browser


async def gives_the_password(
    browser: Browser, page: httpx.Response, typed: Mapping[str, str] = RIGHT
) -> httpx.Response:
    browser.writer = ""
    return await browser.post(SIGN_IN, {**typed, "garde": kept_in(page.text)})


async def gives_the_code(browser: Browser, page: httpx.Response, code: str = "123456") -> httpx.Response:
    return await browser.post(CODE, {"code": code, "garde": kept_in(page.text)})


@pytest.mark.parametrize(
    "page",
    [
        FILE,
        f"{FILE}/enfants/{ID}",
        f"/agents/messages/{ID}",
        f"/agents/messages/familles/{ID}",
        *(
            f"/agents/scolarite/{ID}/{step}"
            for step in ("niveau", "ecole", "avis", "derogation", "decision", "proposition")
        ),
        "/agents/certificats/2027-000012/revocation",
        "/agents/rendez-vous/0060001A/publier",
        f"/agents/rendez-vous/0060001A/creneaux/2027-05-20/{ID}/retirer",
        f"/agents/guichet/{ID}/foyer/adultes/{ID}",
        f"/agents/guichet/{ID}/foyer/enfants/{ID}",
        f"/agents/guichet/{ID}/foyer/enfants/{ID}/pieces/livret-famille/attestation?modele=filiation",
        f"/agents/guichet/familles/{ID}/enfants/{ID}/retrait",
    ],
)
async def test_every_form_that_an_agent_writes_in_comes_back(gone: Browser, world: World, page: str) -> None:
    asked = await gone.post(page, TYPED)
    assert asked.status_code == 403
    assert "vous sera rendu" in asked.text
    halfway = await gives_the_password(gone, asked)
    back = await gives_the_code(gone, halfway)
    assert back.status_code == 200
    assert f'action="{page}"' in back.text
    assert f'name="comment" value="{NOTE}"' in back.text
    assert 'name="action" value="enregistrer"' in back.text
    assert not {"decide", "answer_family", "act_on_request", "publish_slots"} & set(world.calls)


async def test_neither_question_shows_what_was_typed(gone: Browser) -> None:
    asked = await gone.post(FILE, TYPED)
    halfway = await gives_the_password(gone, asked)
    for page in (asked, halfway):
        assert "Allergie" not in page.text
        assert FILE not in page.text


async def test_wrong_answers_lose_nothing(gone: Browser) -> None:
    asked = await gone.post(FILE, TYPED)
    wrong = await gives_the_password(gone, asked, {"login": "claire", "password": "mauvais"})
    empty = await gives_the_password(gone, wrong, {"login": "", "password": ""})
    halfway = await gives_the_password(gone, empty)
    wrong_code = await gives_the_code(gone, halfway, "000000")
    no_code = await gives_the_code(gone, wrong_code, "")
    assert NOTE in (await gives_the_code(gone, no_code)).text


async def test_a_colleague_who_signs_in_at_the_same_desk_is_given_nothing(gone: Browser, world: World) -> None:
    asked = await gone.post(FILE, TYPED)
    world.staff_id = str(uuid4())
    other = await gives_the_code(gone, await gives_the_password(gone, asked))
    assert other.status_code == 303
    assert other.headers["location"] == "/agents/foyers?fait=texte-non-repris"
    assert "Allergie" not in other.text


async def test_a_code_given_too_late_begins_again_with_the_text(gone: Browser, world: World) -> None:
    halfway = await gives_the_password(gone, await gone.post(FILE, TYPED))
    world.sessions.clear()
    gone.arrive("half-a-session-that-ended")
    again = await gives_the_code(gone, halfway)
    assert again.status_code == 403
    assert 'name="login"' in again.text
    assert NOTE in (await gives_the_code(gone, await gives_the_password(gone, again))).text


async def test_a_page_of_a_signed_in_agent_says_for_whom_it_is(browser: Browser, world: World, kiosk: Kiosk) -> None:
    browser.arrive(world.staff_session())
    page = await browser.get("/agents/foyers")
    assert f'.{kiosk.kept_forms.writer(UUID(world.staff_id))}"' in page.text


async def test_a_form_that_is_only_pressed_is_not_kept(gone: Browser) -> None:
    asked = await gone.post(f"{FILE}/conclure", {"seen": "x"})
    assert asked.status_code == 403
    assert 'name="garde"' not in asked.text
    assert "Connectez-vous, puis recommencez" in asked.text


async def test_the_script_is_told_and_its_page_keeps_the_cookie(gone: Browser) -> None:
    fields = {"csrf": gone.token, "form_key": "k", **TYPED}
    headers = {"Origin": gone.origin, "X-Kiosque-Part": "text"}
    answer = await gone.http.post(f"/agents/messages/{ID}", data=fields, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
