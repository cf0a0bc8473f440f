"""A parent without a mouse: signs in, completes a fiche sanitaire, declares it exact, hands it in and takes it back."""

import pytest
from playwright.async_api import Browser

from gateway.web.choices import PERMISSIONS
from libs.french.elision import de
from tests.e2e.keyboard import Keyboard
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import invent_family
from tests.support.procedures import Registering
from tests.support.running_product import Product
from tests.support.sign_in import DASHBOARD, activate
from tests.support.visitor import Visitor, an_address

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

VIEWS = [View(1280, scripts=True), View(360, scripts=False)]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_a_fiche_is_completed_and_handed_in_with_keys_alone(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"clavier.{view.name}.{run}")
    async with Visitor(product.site, source=an_address(300 + VIEWS.index(view))) as visitor:
        code = await Registering(visitor, family).create()
        await activate(visitor, product.mails, family.email)
    window = await Window.opened(chromium, product.site, view, screenshots, "clavier")
    keys = Keyboard(window)

    await window.open("/")
    await keys.write("Identifiant", code)
    await keys.write("Mot de passe", family.password)
    await keys.enter("CONNEXION")
    await keys.enter(f"Fiche sanitaire {de(family.child.name)} : à compléter")

    await keys.write("Nom", "Martin")
    await keys.write("Prénom", "Jeanne")
    await keys.write("Lien avec l'enfant", "grand-mère")
    await keys.write("Téléphone", "06 39 98 00 01")
    await keys.to("Oui")
    await window.page.keyboard.press("ArrowDown")
    for _permission in PERMISSIONS:
        await keys.tick("Oui")
    await keys.tick("Je déclare exacts les renseignements de cette fiche.")
    await keys.enter("TERMINER")
    assert await window.says("Vérifiez avant de transmettre")
    await keys.enter("TERMINER")

    await window.open(DASHBOARD)
    assert "Fiche en cours de traitement" in await window.card(family.child.name)
    await window.close()
