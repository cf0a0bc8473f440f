"""Coming back to a creation: by a mailed link, with the password on a shared computer, and leaving nothing behind."""

from uuid import uuid4

import pytest

from gateway.clients.service import Problem
from gateway.web.kiosk import Kiosk
from tests.fakes.family_file import ADULT_ID, CHILD_ID, with_a_draft
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.conftest import Browser
from tests.unit.gateway.test_creation import ADULT, HOUSEHOLD
from tests.unit.gateway.test_signed_out import kept_in

RESUME = "/creer-ma-famille/reprendre"
UNLOCK = "/creer-ma-famille/deverrouiller"
PASSWORD = {"password": "bon mot 1"}


@pytest.fixture
def locked(browser: Browser, world: World, kiosk: Kiosk) -> Browser:
    creation = uuid4()
    browser.arrive(world.session("locked_registration", id=str(creation)), kiosk.kept_forms.writer(creation))
    return browser


@pytest.fixture
def creating(browser: Browser, world: World) -> Browser:
    token = world.registration_session()
    with_a_draft(world, token)
    browser.arrive(token)
    return browser


async def test_the_answer_is_the_same_for_every_address(browser: Browser, world: World) -> None:
    one = await browser.post(RESUME, {"email": "connue@exemple.fr"})
    other = await browser.post(RESUME, {"email": "autre@exemple.fr"})
    assert one.status_code == other.status_code == 200
    assert (
        one.text.replace("connue@", "").partition("<main")[2] == other.text.replace("autre@", "").partition("<main")[2]
    )
    assert world.mailed == ["connue@exemple.fr", "autre@exemple.fr"]


async def test_opening_the_link_changes_nothing(browser: Browser, world: World) -> None:
    page = await browser.get(f"{RESUME}/good")
    assert "c***@exemple.fr" in page.text
    assert "resume" not in world.calls


async def test_the_password_opens_the_creation(browser: Browser, world: World) -> None:
    answer = await browser.post(f"{RESUME}/good", PASSWORD)
    assert answer.headers["location"] == HOUSEHOLD
    assert "session-registration" in answer.headers["set-cookie"]


async def test_resuming_ends_the_session_that_the_browser_had(browser: Browser, world: World) -> None:
    before = world.registration_session()
    browser.arrive(before)
    await browser.post(f"{RESUME}/good", PASSWORD)
    assert before not in world.sessions


async def test_a_wrong_password_keeps_the_link(browser: Browser) -> None:
    answer = await browser.post(f"{RESUME}/good", {"password": "autre mot 2"})
    assert answer.status_code == 422
    assert 'href="#password"' in answer.text
    assert "autre mot 2" not in answer.text


async def test_a_dead_link_says_what_to_do(browser: Browser) -> None:
    for answer in (await browser.get(f"{RESUME}/dead"), await browser.post(f"{RESUME}/dead", PASSWORD)):
        assert answer.status_code == 404
        assert f'href="{RESUME}"' in answer.text


async def test_a_creation_left_alone_asks_for_its_password(locked: Browser, world: World) -> None:
    answer = await locked.get(f"{HOUSEHOLD}/adultes/{ADULT_ID}")
    assert answer.headers["location"] == f"{UNLOCK}?suite={HOUSEHOLD}/adultes/{ADULT_ID}"
    page = await locked.get(answer.headers["location"])
    assert page.status_code == 200
    assert 'name="password"' in page.text
    assert not {"draft", "registration", "documents"} & set(world.calls)


async def test_the_password_leads_back_to_where_they_were(locked: Browser) -> None:
    where = f"{HOUSEHOLD}/adultes/{ADULT_ID}"
    answer = await locked.post(UNLOCK, PASSWORD | {"suite": where})
    assert answer.headers["location"] == where
    assert "session-registration" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "suite",
    ["https://ailleurs.example/", "//ailleurs.example", "/creer-ma-famille//ailleurs.example", "/mon-espace", ""],
)
async def test_it_never_leads_to_another_site(locked: Browser, suite: str) -> None:
    answer = await locked.post(UNLOCK, PASSWORD | {"suite": suite})
    assert answer.headers["location"] == HOUSEHOLD


async def test_a_wrong_password_opens_nothing(locked: Browser) -> None:
    answer = await locked.post(UNLOCK, {"password": "autre mot 2"})
    assert answer.status_code == 422
    assert "session-registration" not in answer.headers.get("set-cookie", "")


async def test_a_form_that_was_being_sent_is_not_lost(locked: Browser, world: World) -> None:
    where = f"{HOUSEHOLD}/adultes/{ADULT_ID}"
    answer = await locked.post(where, ADULT | {"complement": "Bâtiment B", "base": "b" * 24, "action": "enregistrer"})
    assert answer.status_code == 403
    assert "Bâtiment B" not in answer.text, "whoever sits there now must read nothing"
    assert "keep_adult" not in world.calls
    kept = kept_in(answer.text)
    wrong = await locked.post(UNLOCK, {"suite": where, "password": "pas le bon", "garde": kept})
    assert kept_in(wrong.text) == kept
    opened = await locked.post(UNLOCK, PASSWORD | {"suite": where, "garde": kept})
    assert opened.status_code == 200
    assert f'action="{where}"' in opened.text
    assert 'name="complement" value="Bâtiment B"' in opened.text


async def test_a_password_is_never_kept_meanwhile(locked: Browser) -> None:
    answer = await locked.post("/creer-ma-famille/compte", {"password": "bon mot 9", "last_name": "Martin"})
    assert answer.status_code == 403
    opened = await locked.post(UNLOCK, PASSWORD | {"garde": kept_in(answer.text)})
    assert "bon mot 9" not in opened.text
    assert 'name="last_name" value="Martin"' in opened.text


async def test_the_papers_say_that_a_creation_is_paused(locked: Browser) -> None:
    assert f'href="{UNLOCK}"' in (await locked.get("/creer-ma-famille")).text


async def test_an_open_creation_needs_no_unlocking(creating: Browser) -> None:
    assert (await creating.get(UNLOCK)).headers["location"] == HOUSEHOLD


async def test_continuing_later_sends_the_link_to_the_creations_own_address(creating: Browser, world: World) -> None:
    answer = await creating.post("/creer-ma-famille/continuer-plus-tard")
    assert answer.headers["location"] == f"{HOUSEHOLD}?fait=lien-envoye"
    world.refuses["mail_resumption_link"] = Problem(429, "too-many-requests", retry_after=90)
    answer = await creating.post("/creer-ma-famille/continuer-plus-tard")
    assert answer.headers["location"] == f"{HOUSEHOLD}?fait=lien-deja-envoye"


async def test_erasing_is_asked_first_and_then_leaves_nothing(creating: Browser, world: World) -> None:
    page = await creating.get("/creer-ma-famille/effacer")
    assert "TOUT EFFACER" in page.text
    assert "discard_draft" not in world.calls
    answer = await creating.post("/creer-ma-famille/effacer")
    assert answer.headers["location"] == "/creer-ma-famille?fait=efface"
    assert 'kiosque=""' in answer.headers["set-cookie"]
    assert world.drafts == {}
    assert world.sessions == {}


async def test_a_family_that_exists_is_not_erased(creating: Browser, world: World) -> None:
    world.refuses["discard_draft"] = Problem(409, "draft-submitted")
    answer = await creating.post("/creer-ma-famille/effacer")
    assert answer.headers["location"] == "/creer-ma-famille/confirmation"


@pytest.mark.parametrize(("kind", "member"), [("adultes", ADULT_ID), ("enfants", CHILD_ID)])
async def test_removing_somebody_is_asked_first(creating: Browser, kind: str, member: str) -> None:
    household = await creating.get(HOUSEHOLD)
    assert f'href="{HOUSEHOLD}/{kind}/{member}/retirer"' in household.text
    page = await creating.get(f"{HOUSEHOLD}/{kind}/{member}/retirer")
    assert page.status_code == 200
    assert f'action="{HOUSEHOLD}/{kind}/{member}/retirer"' in page.text
    gone = await creating.get(f"{HOUSEHOLD}/{kind}/{'9' * 8}-9999-4999-8999-{'9' * 12}/retirer")
    assert gone.headers["location"] == HOUSEHOLD
