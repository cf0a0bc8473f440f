"""A browser that signed in before is known again, whoever signs in or out."""

from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from gateway.main import create_app
from gateway.web.visit import ONE_YEAR
from libs.commune.commune import Commune
from tests.fakes.services_behind_gateway import World, fake_clients
from tests.unit.gateway.conftest import Browser, settings_for

RIGHT: dict[str, str | list[str]] = {"identifier": "00012", "password": "bon mot 1"}
WRONG: dict[str, str | list[str]] = {"identifier": "00012", "password": "mauvais"}


async def test_it_is_remembered_for_a_year_out_of_reach_of_scripts(browser: Browser) -> None:
    answer = await browser.post("/connexion", RIGHT)
    cookie = next(found for found in answer.headers.get_list("set-cookie") if found.startswith("device="))
    assert cookie.startswith("device=device-1;")
    for flag in ("HttpOnly", "SameSite=lax", "Path=/", f"Max-Age={ONE_YEAR}"):
        assert flag in cookie


async def test_it_is_passed_at_sign_in_and_replaced_by_the_answer(browser: Browser, world: World) -> None:
    for _ in range(2):
        await browser.post("/connexion", RIGHT)
        await browser.post("/deconnexion")
    await browser.post("/connexion", WRONG)
    assert world.devices == [None, "device-1", "device-2"]
    assert browser.http.cookies["device"] == "device-2"


async def test_sign_out_keeps_it(browser: Browser) -> None:
    await browser.post("/connexion", RIGHT)
    await browser.post("/deconnexion")
    assert "kiosque" not in browser.http.cookies
    assert browser.http.cookies["device"] == "device-1"


async def test_a_wrong_password_makes_no_device_known(browser: Browser) -> None:
    await browser.post("/connexion", WRONG)
    assert "device" not in browser.http.cookies


@pytest.mark.parametrize("mangled", ["x" * 101, "a b", "<script>"])
async def test_a_mangled_one_keeps_nobody_out(browser: Browser, world: World, mangled: str) -> None:
    browser.http.cookies.set("device", mangled, domain="kiosque.test")
    answer = await browser.post("/connexion", RIGHT)
    assert answer.status_code == 303
    assert world.devices == [None]


async def test_it_opens_nothing_by_itself(browser: Browser) -> None:
    await browser.post("/connexion", RIGHT)
    browser.http.cookies.delete("kiosque")
    assert (await browser.get("/mon-espace")).headers["location"] == "/"


async def test_over_https_it_is_a_host_cookie(
    world: World, commune: Commune, private_key: OKPKey, assets_dir: Path
) -> None:
    settings = settings_for(private_key, assets_dir, "https://kiosque.test")
    secure = create_app(settings, commune, fake_clients(world, commune))
    browser = Browser(secure, secure.state.kiosk.csrf, "https://kiosque.test")
    await browser.get("/")
    form = {"csrf": secure.state.kiosk.csrf.token(browser.http.cookies["__Host-kiosque-visite"]), **RIGHT}
    answer = await browser.http.post("/connexion", data=form, headers={"Origin": "https://kiosque.test"})
    cookies = answer.headers.get_list("set-cookie")
    assert any(found.startswith("__Host-device=device-1;") and "Secure" in found for found in cookies)
    await browser.http.aclose()


async def test_the_privacy_page_says_so(browser: Browser) -> None:
    assert "il est reconnu pendant un an" in (await browser.get("/donnees-personnelles")).text
