"""« Quelle est mon école de secteur ? » in a real browser, with the illustrative sectors of the demo's commune."""

import pytest
from playwright.async_api import Browser

from tests.e2e.window import Screenshots, View, Window
from tests.support.procedures import STREET_NUMBER
from tests.support.running_product import Product

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(90)]

VIEWS = [View(1280, scripts=True), View(360, scripts=True), View(360, scripts=False)]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_anybody_finds_the_school_of_an_address(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View
) -> None:
    window = await Window.opened(chromium, product.site, view, screenshots, "visitor")
    await window.open("/")
    await window.follow("école de votre secteur")
    await window.examine("ecole-de-secteur")
    await window.press("CHERCHER L'ÉCOLE")
    await window.examine("ecole-de-secteur-vide")
    assert await window.page.get_by_role("button", name="FILTRER").is_visible() != view.scripts
    await window.fill(STREET_NUMBER, "25")
    await window.fill("Voie", "Rue des Selves")
    await window.fill("Classe à la rentrée 2026", "Grande section (enfant né en 2021)")
    await window.press("CHERCHER L'ÉCOLE")
    await window.examine("ecole-de-secteur-trouvee")
    assert await window.says("Maternelle Lou Souleù")
    await window.fill("Voie", "Autre")
    await window.fill("Nom de la voie, si vous avez choisi « Autre »", "Chemin que personne ne connaît")
    await window.press("CHERCHER L'ÉCOLE")
    await window.examine("ecole-de-secteur-inconnue")
    assert await window.says("Le service détermine votre école")
    await window.close()
