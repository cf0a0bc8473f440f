"""S'inscrire (première utilisation), in a real browser: the code of a letter, an account, and the family is there."""

import pytest
from playwright.async_api import Browser

from tests.e2e.parent import Parent
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import invent_family
from tests.support.known_families import a_known_family
from tests.support.running_product import Product
from tests.support.sign_in import ACTIVATION_SUBJECT

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

VIEWS = [View(1280, scripts=True), View(360, scripts=False), View(360, scripts=True), View(1280, scripts=False)]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_a_known_family_opens_its_account(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"connue.{view.name}.{run}")
    known = await a_known_family(product.instance, family)
    window = await Window.opened(chromium, product.site, view, screenshots, "parent")
    parent = Parent(window, family, mails=product.mails, code=known.family_code)

    await window.open("/")
    await window.follow("S'inscrire (première utilisation)")
    await window.examine("premiere-utilisation")
    await window.fill("N° de compte famille", known.family_code)
    await window.fill("Code d'accès", "AAAA-AAAA-AAAA")
    await window.press("CONTINUER")
    await window.examine("premiere-utilisation-refusee")
    assert await window.says("ne vont pas ensemble")
    await window.fill("Code d'accès", known.claim_code.lower().replace("-", " "))
    await window.press("CONTINUER")
    assert window.path == "/premiere-utilisation/compte"
    assert await window.says(f"Votre code famille : {known.family_code}")
    await parent.make_account()
    assert await window.says(f"VOTRE CODE FAMILLE EST LE : {known.family_code}")
    await window.examine("premiere-utilisation-confirmation")

    await parent.confirm((await product.mails.wait_for(family.email, ACTIVATION_SUBJECT)).activation_link)
    await parent.sign_in()
    await window.open("/mon-espace/tableau-de-bord")
    await window.examine("premiere-utilisation-tableau-de-bord")
    assert await window.says(family.adult.name)
    assert await window.says(family.child.name)

    await window.open("/premiere-utilisation")
    await window.fill("N° de compte famille", known.family_code)
    await window.fill("Code d'accès", known.claim_code)
    await window.press("CONTINUER")
    assert await window.says("ne vont pas ensemble"), "a code opened an account twice"
    await window.close()
