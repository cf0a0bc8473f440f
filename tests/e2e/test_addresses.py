"""Where people live: the town follows the postal code as it is typed, the street follows the town."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import invent_family, on_screen
from tests.support.procedures import BIRTH_DATE, HOUSEHOLD_STEP, STREET_NUMBER, Registering
from tests.support.running_product import Product
from tests.support.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

VIEWS = [View(360, scripts=True), View(360, scripts=False)]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_an_adult_moves_through_france_and_abroad(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"adresse.{view.name}.{run}")
    async with Visitor(product.site) as visitor:
        registering = Registering(visitor, family)
        await registering.until_household()
        address = urlsplit((await registering.open_new("AJOUTER UN ADULTE DANS CE FOYER")).url).path
        cookies = [{"name": name, "value": value, "url": product.site} for name, value in visitor.cookies().items()]
    window = await Window.opened(chromium, product.site, view, screenshots, "parent")
    await window.context.add_cookies(cookies)  # type: ignore[arg-type]
    await window.open(address)

    async def live(code: str, country: str = "FRANCE") -> None:
        """Type a code, and press the button where no script looks for it."""
        await window.fill("Pays", country)
        if view.scripts and country == "FRANCE":
            async with window.page.expect_response(lambda answer: answer.url.endswith(code)):
                await window.fill("Code Postal", code)
        else:
            await window.fill("Code Postal", code)
        if not view.scripts:
            await window.press("CHOISIR LA VILLE")

    await window.fill("Nom", family.adult.last_name)
    assert await window.field("Ville").input_value() == "CARROS"
    assert await window.field("Première lettre de la rue").count() == 1
    await live("75011")
    await expect(window.field("Ville")).to_have_value("PARIS")
    assert await window.field("Première lettre de la rue").count() == 0
    await window.examine("adresse-ailleurs")
    await live("10121", "Italie")
    await window.fill("Ville", "Torino")
    await window.examine("adresse-etranger")
    await live("06510")
    await window.fill("Ville", "LE BROC")
    if not view.scripts:
        await window.press("CHOISIR LA VILLE")
    assert await window.field("Première lettre de la rue").count() == 0
    assert await window.field("Nom").input_value() == family.adult.last_name

    await window.fill("Situation Familiale", family.adult.family_situation)
    await window.fill("Prénom", family.adult.first_name)
    await window.fill(BIRTH_DATE, on_screen(family.adult.birth_date))
    await window.fill("Sexe", family.adult.sex)
    await window.fill(STREET_NUMBER, "0")
    await window.fill("Voie", "Chemin du Village")
    await window.press("ENREGISTRER")
    assert window.path == HOUSEHOLD_STEP
    await window.go_on("AJOUTER UN ENFANT DANS CE FOYER")
    assert await window.says("Chemin du Village 06510 LE BROC")
    await window.close()
