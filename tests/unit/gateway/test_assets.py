"""Style sheets, scripts and letters: compressed for whoever can read it, kept for ever, and nothing else is there."""

import httpx

from gateway.web.assets import PREFIX
from gateway.web.kiosk import Kiosk
from tests.unit.gateway.conftest import Browser


async def fetch(browser: Browser, path: str, encodings: str) -> httpx.Response:
    return await browser.http.get(path, headers={"Accept-Encoding": encodings})


async def test_a_style_sheet_travels_compressed_to_a_browser_that_says_so(browser: Browser, kiosk: Kiosk) -> None:
    sheet = kiosk.assets.url("commune.css")
    plain, small = await fetch(browser, sheet, "identity"), await fetch(browser, sheet, "gzip, br")
    assert (plain.headers.get("content-encoding"), small.headers["content-encoding"]) == (None, "gzip")
    assert int(small.headers["content-length"]) < int(plain.headers["content-length"])
    assert small.text == plain.text
    assert small.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert "immutable" in small.headers["cache-control"]


async def test_what_would_only_grow_travels_as_it_is(browser: Browser, kiosk: Kiosk) -> None:
    answer = await fetch(browser, kiosk.assets.url("letters-400.woff2"), "gzip")
    assert "content-encoding" not in answer.headers


async def test_pages_are_never_compressed(browser: Browser) -> None:
    assert "content-encoding" not in (await fetch(browser, "/", "gzip")).headers


async def test_no_other_file_is_there(browser: Browser) -> None:
    assert (await browser.get(f"{PREFIX}manifest.json")).status_code == 404
