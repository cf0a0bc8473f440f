"""MON COMPTE: password, address and devices, over an identity in memory."""

import pytest

from gateway.clients.identity_account import OpenSession
from gateway.clients.service import FieldProblem, Problem
from tests.fakes.accounts_behind_gateway import ADDRESS, NEW_ADDRESS, PASSWORD
from tests.fakes.family_file import with_a_family
from tests.fakes.services_behind_gateway import World
from tests.support.pages import Page
from tests.unit.gateway.conftest import Browser

ACCOUNT = "/mon-espace/mon-compte"
OWN_PASSWORD, OWN_ADDRESS, DEVICES = f"{ACCOUNT}/mot-de-passe", f"{ACCOUNT}/adresse-email", f"{ACCOUNT}/appareils"
CHOSEN = {
    "current_password": PASSWORD,
    "password": "Soleil 2026 bleu",
    "password_confirmation": "Soleil 2026 bleu",
}
MOVED = {"current_password": PASSWORD, "email": NEW_ADDRESS, "email_confirmation": f" {NEW_ADDRESS} "}
PHONE = OpenSession(
    id="44444444-4444-4444-8444-444444444444",
    opened_at="2026-11-22T09:05:00Z",
    last_seen_at="2026-11-22T10:06:00Z",
    device="phone",
    browser="samsung",
)
OLD = OpenSession(
    id="55555555-5555-4555-8555-555555555555",
    opened_at="2026-11-22T09:05:00Z",
    last_seen_at="2026-11-22T10:07:00Z",
    device=None,
    browser=None,
)


@pytest.fixture
def parent(browser: Browser, world: World) -> Browser:
    browser.arrive(world.family_session())
    return browser


async def read(browser: Browser, path: str) -> Page:
    answer = await browser.get(path)
    return Page(str(answer.url), answer.status_code, answer.text)


async def press(browser: Browser, path: str, fields: dict[str, str] | None = None) -> Page:
    answer = await browser.post(path, dict(fields or {}))
    return Page(answer.headers.get("location", str(answer.url)), answer.status_code, answer.text)


async def test_the_menu_leads_to_the_account_and_the_account_to_its_pages(parent: Browser, world: World) -> None:
    with_a_family(world)
    assert (await read(parent, "/mon-espace")).leads_to(ACCOUNT)
    page = await read(parent, ACCOUNT)
    assert page.heading == "MON COMPTE"
    for words in ("00012", ADDRESS, "le 23/11/2026 à 10 h 05", "Vous êtes ici"):
        assert page.says(words)
    assert all(page.leads_to(path) for path in (OWN_PASSWORD, OWN_ADDRESS, DEVICES))


@pytest.mark.parametrize("path", [ACCOUNT, OWN_PASSWORD, OWN_ADDRESS, DEVICES])
async def test_nobody_else_has_an_account_here(browser: Browser, world: World, path: str) -> None:
    assert (await press(browser, path)).status in {303, 405}
    assert (await browser.get(path)).headers["location"] == "/"
    browser.arrive(world.staff_session())
    assert (await browser.get(path)).status_code == 403


async def test_another_password_gives_this_browser_another_session(parent: Browser, world: World) -> None:
    before = parent.http.cookies["kiosque"]
    assert 'data-password-meter="password"' in (await read(parent, OWN_PASSWORD)).source
    answer = await press(parent, OWN_PASSWORD, CHOSEN)
    assert (answer.status, answer.url) == (303, f"{ACCOUNT}?fait=mot-de-passe-remplace")
    assert parent.http.cookies["kiosque"] != before
    assert world.asked == ["Soleil 2026 bleu"]
    assert world.seen == [{"device": "computer", "browser": "other"}]
    assert (await read(parent, answer.url)).says("Tous les autres appareils sont déconnectés.")


@pytest.mark.parametrize(
    ("changed", "target"),
    [
        ({"current_password": ""}, "#current_password"),
        ({"password": "", "password_confirmation": ""}, "#password"),
        ({"password_confirmation": "Soleil 2026 vert"}, "#password_confirmation"),
        ({"password_confirmation": "Soleil 2026 bleu "}, "#password_confirmation"),
        ({"current_password": "not it 1"}, "#current_password"),
    ],
)
async def test_what_is_wrong_with_a_password_is_said_beside_it_and_nothing_is_shown_again(
    parent: Browser, world: World, changed: dict[str, str], target: str
) -> None:
    page = await press(parent, OWN_PASSWORD, CHOSEN | changed)
    assert (page.status, page.errors[0].target) == (422, target)
    assert "Soleil" not in page.source
    assert "bon mot" not in page.source
    assert not world.asked


@pytest.mark.parametrize(("path", "method"), [(OWN_PASSWORD, "change_password"), (OWN_ADDRESS, "ask_email_change")])
async def test_guesses_are_told_to_wait(parent: Browser, world: World, path: str, method: str) -> None:
    world.refuses[method] = Problem(429, "slow-down", retry_after=50)
    page = await press(parent, path, CHOSEN | MOVED)
    assert page.status == 429
    assert page.errors[0].message == "Trop d'essais à la suite. Attendez 50 secondes, puis recommencez."


async def test_a_service_that_is_away_keeps_no_password(parent: Browser, world: World) -> None:
    world.away.add("change_password")
    page = await press(parent, OWN_PASSWORD, CHOSEN)
    assert page.status == 503
    assert "bon mot" not in page.source
    assert "Soleil" not in page.source


async def test_a_new_address_waits_until_it_is_confirmed(parent: Browser, world: World) -> None:
    answer = await press(parent, OWN_ADDRESS, MOVED)
    assert (answer.status, answer.url) == (303, f"{OWN_ADDRESS}?fait=adresse-demandee")
    page = await read(parent, answer.url)
    for words in (ADDRESS, NEW_ADDRESS, "En attente de confirmation", "jusqu'au 23/11/2026 à 10 h 05"):
        assert page.says(words)
    assert page.offers("ANNULER LE CHANGEMENT")
    assert page.offers("RENVOYER LE LIEN")
    assert (await read(parent, ACCOUNT)).says(NEW_ADDRESS)
    assert (await read(parent, OWN_PASSWORD)).says("Votre changement d'adresse e-mail")
    answer = await press(parent, f"{OWN_ADDRESS}/renvoyer")
    assert (await read(parent, answer.url)).says("Celui d'avant ne fonctionne plus.")
    answer = await press(parent, f"{OWN_ADDRESS}/annuler")
    page = await read(parent, answer.url)
    assert page.says("Le changement d'adresse est annulé.")
    assert not page.says(NEW_ADDRESS)
    assert world.email_change is None


@pytest.mark.parametrize("action", ["renvoyer", "annuler"])
async def test_a_change_that_is_over_is_told(parent: Browser, action: str) -> None:
    answer = await press(parent, f"{OWN_ADDRESS}/{action}")
    assert (answer.status, answer.url) == (303, f"{OWN_ADDRESS}?fait=adresse-plus-la")
    assert (await read(parent, answer.url)).says("Aucun changement d'adresse n'est plus en attente.")


async def test_a_mail_again_too_soon_is_told_to_wait(parent: Browser, world: World) -> None:
    world.refuses["mail_email_change_again"] = Problem(429, "too-many-requests", retry_after=700)
    page = await press(parent, f"{OWN_ADDRESS}/renvoyer")
    assert page.status == 429
    assert page.errors[0].message == "Un mail vient déjà de partir. Attendez 12 minutes avant d'en demander un autre."


@pytest.mark.parametrize(
    ("changed", "target"),
    [
        ({"email": ""}, "#email"),
        ({"email_confirmation": "autre@exemple.fr"}, "#email_confirmation"),
        ({"current_password": "not it 1"}, "#current_password"),
    ],
)
async def test_a_slip_keeps_the_address_and_not_the_password(
    parent: Browser, world: World, changed: dict[str, str], target: str
) -> None:
    page = await press(parent, OWN_ADDRESS, MOVED | changed)
    assert (page.status, page.errors[0].target) == (422, target)
    assert page.source.count(NEW_ADDRESS) >= 1
    assert "bon mot" not in page.source
    assert world.email_change is None


async def test_the_present_address_is_no_new_one(parent: Browser, world: World) -> None:
    world.refuses["ask_email_change"] = Problem(422, "invalid", [FieldProblem("email", "email-unchanged")])
    page = await press(parent, OWN_ADDRESS, MOVED)
    assert page.errors[0].message == "C'est déjà l'adresse de votre compte : entrez-en une autre."


async def test_the_link_opens_a_page_without_sign_in_and_its_button_confirms(browser: Browser, world: World) -> None:
    page = await read(browser, "/adresse/good")
    assert page.status == 200
    assert page.says("c•••@ailleurs.example")
    assert "confirm_new_address" not in world.calls
    answer = await press(browser, "/adresse/good")
    assert (answer.status, answer.url) == (303, "/adresse-confirmee")
    assert (await read(browser, answer.url)).heading == "Votre nouvelle adresse est confirmée"
    assert "kiosque" not in browser.http.cookies


async def test_a_dead_link_says_why_and_where_to_ask_again(browser: Browser) -> None:
    for page in (await read(browser, "/adresse/spent"), await press(browser, "/adresse/spent")):
        assert (page.status, page.heading) == (404, "Ce lien ne fonctionne plus")
        assert page.says("48 heures")
        assert page.leads_to(OWN_ADDRESS)


async def test_devices_are_told_apart_and_this_one_is_marked(parent: Browser, world: World) -> None:
    world.elsewhere += [PHONE, OLD]
    page = await read(parent, DEVICES)
    text = page.text
    assert text.index("(cet appareil)") < text.index("Téléphone, Samsung Internet") < text.index("Appareil inconnu")
    assert "Dernière utilisation le 22/11/2026 à 11 h 06" in text
    assert page.source.count('name="session"') == 2
    assert page.offers("DÉCONNECTER TOUS LES AUTRES")


async def test_a_device_is_disconnected_and_one_that_is_gone_is_too(parent: Browser, world: World) -> None:
    world.elsewhere += [PHONE, OLD]
    for _ in range(2):
        answer = await press(parent, f"{DEVICES}/deconnecter", {"session": PHONE["id"]})
        assert (answer.status, answer.url) == (303, f"{DEVICES}?fait=appareil-deconnecte")
    assert world.elsewhere == [OLD]


async def test_all_others_are_disconnected_and_this_one_is_named(parent: Browser, world: World) -> None:
    world.elsewhere += [PHONE, OLD]
    answer = await press(parent, f"{DEVICES}/deconnecter-les-autres")
    assert (answer.status, answer.url) == (303, f"{DEVICES}?fait=autres-deconnectes")
    assert world.asked == [world.sessions[parent.http.cookies["kiosque"]]["session_id"]]
    page = await read(parent, answer.url)
    assert page.says("ce seul appareil")
    assert not page.offers("DÉCONNECTER TOUS LES AUTRES")
