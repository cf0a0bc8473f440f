"""The page that shows the code famille, while the mail is read on another device."""

import pytest
from playwright.async_api import Browser

from tests.e2e.parent import Parent
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import invent_family
from tests.support.running_product import Product
from tests.support.sign_in import ACTIVATION_SUBJECT

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

PHONE, COMPUTER = View(360, scripts=True), View(1280, scripts=False)


async def test_it_moves_on_by_itself_once_the_link_was_confirmed_elsewhere(
    product: Product, chromium: Browser, screenshots: Screenshots, run: str
) -> None:
    family = invent_family(f"attente.{run}")
    waiting = await Window.opened(chromium, product.site, PHONE, screenshots, "parent")
    parent = Parent(waiting, family, mails=product.mails)
    await parent.create()
    assert await waiting.says("En attente d'activation du mail")

    elsewhere = await Window.opened(chromium, product.site, COMPUTER, screenshots, "parent")
    link = (await product.mails.wait_for(family.email, ACTIVATION_SUBJECT)).activation_link
    await Parent(elsewhere, family).confirm(link)
    await elsewhere.close()

    await waiting.page.wait_for_url("**/?fait=compte-active", timeout=20_000)
    await waiting.examine("compte-active-ailleurs")
    assert await waiting.says("CONNEXION")
    await waiting.close()
