"""The counter, in a real browser: a family without a mail address, from its first name to the printed letter."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator

from tests.e2e.desk import Desk
from tests.e2e.parent import Parent
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import invent_family
from tests.support.known_families import claim_code_of
from tests.support.papers import sha256_of
from tests.support.running_product import Product
from tests.support.sign_in import ACTIVATION_SUBJECT

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

VIEWS = [View(1280, scripts=True), View(360, scripts=False), View(360, scripts=True), View(1280, scripts=False)]
COUNTER = "/agents/guichet"


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_an_agent_creates_a_family_that_opens_its_account_later(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"guichet.{view.name}.{run}")
    window = await Window.opened(chromium, product.site, view, screenshots, "agent")
    desk = Desk(window, await product.new_agent())
    await desk.sign_in()
    await window.follow("GUICHET")
    await window.examine("guichet")
    await window.press("CRÉER UNE FAMILLE AU GUICHET")
    writing = Parent(window, family)
    await writing.add_adult()
    await window.open(COUNTER)
    await window.examine("guichet-en-cours")
    await window.follow(family.adult.name)
    await writing.add_child()
    await window.examine("guichet-foyer-complet")
    await window.press("TERMINER")
    await window.examine("guichet-confirmation")
    code = await window.page.locator(".k-code__value").inner_text()

    receipt = await _download(window, window.page.get_by_role("button", name="IMPRIMER LE RÉCÉPISSÉ"))
    letter = window.page.get_by_role("button", name="IMPRIMER LA LETTRE AVEC LE CODE D'ACCÈS")
    assert receipt.startswith(b"%PDF-")
    assert (await _download(window, letter)).startswith(b"%PDF-")

    await window.open(COUNTER)
    await window.fill("N° de compte famille", code)
    await window.press("RETROUVER")
    await window.examine("guichet-famille")
    assert await window.says(family.adult.name)
    assert (await _download(window, letter)).startswith(b"%PDF-")

    await desk.open_file(code, "guichet")
    assert await desk.downloads() == sha256_of(writing.papers.values())
    await window.close()

    home = await Window.opened(chromium, product.site, view, screenshots, "parent")
    parent = Parent(home, family, mails=product.mails, code=code)
    await home.open("/premiere-utilisation")
    await home.fill("N° de compte famille", code)
    await home.fill("Code d'accès", await claim_code_of(product.instance, code))
    await home.press("CONTINUER")
    await parent.make_account()
    await parent.confirm((await product.mails.wait_for(family.email, ACTIVATION_SUBJECT)).activation_link)
    await parent.sign_in()
    await parent.sees_lights(adult="Fiche en cours de traitement", child="Fiche en cours de traitement")
    await home.close()


async def test_a_family_under_way_is_erased(
    product: Product, chromium: Browser, screenshots: Screenshots, run: str
) -> None:
    family = invent_family(f"efface.{run}")
    window = await Window.opened(chromium, product.site, VIEWS[0], screenshots, "agent")
    await Desk(window, await product.new_agent()).sign_in()
    await window.open(COUNTER)
    await window.press("CRÉER UNE FAMILLE AU GUICHET")
    draft = window.path
    await Parent(window, family).add_adult()
    await window.open(COUNTER)
    await window.follow(f"EFFACER {family.adult.name}")
    await window.examine("guichet-effacer")
    await window.press("EFFACER")
    assert not await window.says(family.adult.last_name)
    await window.open(draft)
    assert await window.says("n'existe pas")
    await window.close()


async def _download(window: Window, button: Locator) -> bytes:
    async with window.page.expect_download() as awaited:
        await button.click()
    saved = await (await awaited.value).path()
    return await asyncio.to_thread(Path(saved).read_bytes)
