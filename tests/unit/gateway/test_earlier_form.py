"""A form of a page that another tab has left behind, by signing out or in, gives its text back to whoever wrote it."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import httpx
import pytest

from gateway.web.kiosk import Kiosk
from tests.fakes.family_file import with_a_family
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.conftest import ORIGIN, Browser
from tests.unit.gateway.test_signed_out import RECORD, RIGHT, TYPED, kept_in

HOUSEHOLD = "/creer-ma-famille/foyer"
THREAD = f"/agents/messages/{uuid4()}"
NOTE = {"body": "Donnez-nous son nom."}


def left_behind(kiosk: Kiosk, writer: str) -> str:
    """The token of a page that an earlier session of this person showed."""
    return kiosk.csrf.token("an-earlier-session", kiosk.kept_forms.writer(UUID(writer)))


async def presses(browser: Browser, token: str, path: str, typed: Mapping[str, str], **headers: str) -> httpx.Response:
    data = {**typed, "csrf": token, "form_key": "a-form-key"}
    return await browser.http.post(path, data=data, headers={"Origin": ORIGIN, **headers})


def gives_back(answer: httpx.Response, path: str, name: str, value: str) -> bool:
    return f'action="{path}"' in answer.text and f'name="{name}" value="{value}"' in answer.text


async def test_a_parent_who_signed_in_again_elsewhere_sends_it_with_one_press(
    browser: Browser, world: World, kiosk: Kiosk
) -> None:
    with_a_family(world)
    browser.arrive(world.family_session())
    answer = await presses(browser, left_behind(kiosk, world.account_id), RECORD, TYPED)
    assert gives_back(answer, RECORD, "first_name", "Léonie")
    assert "keep_record" not in world.calls


async def test_a_parent_whom_another_tab_found_signed_out_signs_in_and_has_it_back(
    browser: Browser, world: World, kiosk: Kiosk
) -> None:
    with_a_family(world)
    asked = await presses(browser, left_behind(kiosk, world.account_id), RECORD, TYPED)
    assert asked.status_code == 403
    assert "vous sera rendu" in asked.text
    back = await browser.post("/connexion", {**RIGHT, "garde": kept_in(asked.text)})
    assert gives_back(back, RECORD, "first_name", "Léonie")


async def test_somebody_else_who_signed_in_meanwhile_reads_nothing(
    browser: Browser, world: World, kiosk: Kiosk
) -> None:
    with_a_family(world)
    browser.arrive(world.family_session())
    answer = await presses(browser, left_behind(kiosk, str(uuid4())), RECORD, TYPED)
    assert answer.status_code == 403
    assert "n'est plus valable" in answer.text
    assert "Léonie" not in answer.text
    assert "keep_record" not in world.calls


async def test_an_agent_has_it_back_likewise(browser: Browser, world: World, kiosk: Kiosk) -> None:
    token = left_behind(kiosk, world.staff_id)
    asked = await presses(browser, token, THREAD, NOTE)
    assert asked.status_code == 403
    assert 'name="login"' in asked.text
    kept_in(asked.text)
    browser.arrive(world.staff_session())
    assert gives_back(await presses(browser, token, THREAD, NOTE), THREAD, "body", NOTE["body"])


async def test_a_creation_that_was_opened_again_elsewhere_goes_on(browser: Browser, world: World, kiosk: Kiosk) -> None:
    creation = str(uuid4())
    browser.arrive(world.registration_session(of=creation))
    path = f"{HOUSEHOLD}/adultes/{uuid4()}"
    answer = await presses(browser, left_behind(kiosk, creation), path, {"last_name": "Martin"})
    assert gives_back(answer, path, "last_name", "Martin")
    assert "keep_adult" not in world.calls


async def test_a_creation_that_waits_for_its_password_asks_for_it(browser: Browser, world: World, kiosk: Kiosk) -> None:
    creation = str(uuid4())
    browser.arrive(world.session("locked_registration", id=creation))
    path = f"{HOUSEHOLD}/adultes/{uuid4()}"
    answer = await presses(browser, left_behind(kiosk, creation), path, {"last_name": "Martin"})
    assert answer.status_code == 403
    assert "Martin" not in answer.text
    kept_in(answer.text)


@pytest.mark.parametrize("path", ["/mon-espace/terminer", "/agents/foyers"])
async def test_what_is_only_pressed_is_refused(browser: Browser, world: World, kiosk: Kiosk, path: str) -> None:
    with_a_family(world)
    browser.arrive(world.family_session())
    answer = await presses(browser, left_behind(kiosk, world.account_id), path, {"action": "terminer"})
    assert answer.status_code == 403
    assert "n'est plus valable" in answer.text


async def test_whoever_leaves_from_a_page_of_before_is_signed_out(browser: Browser, world: World, kiosk: Kiosk) -> None:
    browser.arrive(world.family_session())
    answer = await presses(browser, left_behind(kiosk, world.account_id), "/deconnexion", {})
    assert answer.headers["location"] == "/?fait=deconnexion"
    assert not world.sessions
    again = await presses(browser, left_behind(kiosk, world.account_id), "/deconnexion", {})
    assert again.headers["location"] == "/?fait=deconnexion"


async def test_a_script_keeps_its_page(browser: Browser, world: World, kiosk: Kiosk) -> None:
    with_a_family(world)
    browser.arrive(world.family_session())
    token = left_behind(kiosk, world.account_id)
    answer = await presses(browser, token, RECORD, TYPED, **{"X-Kiosque-Part": "text"})
    assert answer.status_code == 403
    assert "Léonie" not in answer.text


async def test_a_token_that_names_nobody_is_refused(browser: Browser, world: World, kiosk: Kiosk) -> None:
    with_a_family(world)
    browser.arrive(world.family_session())
    answer = await presses(browser, kiosk.csrf.token("an-earlier-session"), RECORD, TYPED)
    assert answer.status_code == 403
    assert "n'est plus valable" in answer.text


async def test_while_identity_is_away_nothing_is_offered_again(browser: Browser, world: World, kiosk: Kiosk) -> None:
    with_a_family(world)
    browser.arrive(world.family_session())
    world.away.add("introspect")
    answer = await presses(browser, left_behind(kiosk, world.account_id), RECORD, TYPED)
    assert answer.status_code == 503
    assert "Léonie" not in answer.text, "one press would send it for whoever is signed in"
