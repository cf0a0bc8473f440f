"""Families that never activated their account stand in a list of their own until they do."""

import asyncio
import time

import pytest
from playwright.async_api import Browser

from tests.e2e.desk import Desk
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import invent_family
from tests.support.procedures import Registering
from tests.support.running_product import Product
from tests.support.sign_in import activate
from tests.support.visitor import Visitor, an_address

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

VIEWS = [View(1280, scripts=True), View(360, scripts=False)]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_a_family_moves_to_the_work_list_once_it_confirmed_its_address(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"attente.{view.name}.{run}")
    window = await Window.opened(chromium, product.site, view, screenshots, "agent")
    desk = Desk(window, await product.new_agent())
    await desk.sign_in()
    async with Visitor(product.site, source=an_address(90 + VIEWS.index(view))) as parent:
        code = await Registering(parent, family).create()
        await window.open(f"/agents/foyers?code={code}")
        await window.examine("liste-a-traiter-vide")
        assert await window.says("Aucune famille de cette liste n'a ce code.")
        await window.follow("Comptes jamais activés")
        await window.examine("liste-jamais-actives")
        assert await window.page.get_by_role("link", name=code).count() == 1
        await activate(parent, product.mails, family.email)
    await _reloaded_until_gone(window, code)
    await window.follow("À traiter")
    await window.examine("liste-a-traiter")
    assert await window.page.get_by_role("link", name=code).count() == 1
    await window.close()


async def _reloaded_until_gone(window: Window, code: str, seconds: float = 15) -> None:
    """Household hears of the activation a moment later."""
    deadline = time.monotonic() + seconds
    while await window.page.get_by_role("link", name=code).count():
        assert time.monotonic() < deadline, "an activated family still stands among those that never were"
        await asyncio.sleep(0.3)
        await window.page.reload()
