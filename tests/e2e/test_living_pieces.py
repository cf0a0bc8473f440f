"""Pieces that live, in a browser: the date of a paper, a hosted family's three papers, a photo too heavy."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.e2e.pieces_page import PiecesPage, Sight, payloads
from tests.e2e.window import Screenshots, View
from tests.support.invented_families import InventedFamily
from tests.support.papers import a_pdf
from tests.support.photos import a_heavy_photo
from tests.support.running_product import Product

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

VIEWS = [View(1280, scripts=True), View(360, scripts=True), View(360, scripts=False)]
MEGABYTE = 1024 * 1024


@pytest_asyncio.fixture(loop_scope="session")
async def page(
    request: pytest.FixtureRequest,
    product: Product,
    chromium: Browser,
    screenshots: Screenshots,
    family: InventedFamily,
) -> AsyncIterator[PiecesPage]:
    async with PiecesPage.of_a_family_record(Sight(product, chromium, request.param, screenshots), family) as opened:
        yield opened


@pytest.mark.parametrize("page", VIEWS, indirect=True, ids=lambda view: view.name)
async def test_a_hosted_family_dates_the_papers_of_its_host(page: PiecesPage) -> None:
    window = page.window
    await window.press("Je suis hébergé(e)")
    assert await window.says("Les trois pièces ensemble remplacent votre justificatif de domicile.")
    row = window.page.locator("tr[data-piece='domicile-hebergeur']")
    await row.locator("input[type=file]").set_input_files(payloads([a_pdf("facture.pdf")]))
    if not window.view.scripts:
        await window.press("JOINDRE", inside=row)
    date = row.get_by_label("Date du document")
    await date.fill("02/01/2020")
    await window.examine("pieces-heberge")
    await window.press("ENREGISTRER")
    assert await window.says("Ce document a plus de 3 mois")
    assert await date.input_value() == "02/01/2020"
    await window.examine("pieces-date-refusee")
    await window.press("Je joins plutôt cette pièce")
    assert await window.page.locator("tr[data-piece='attestation-hebergement']").count() == 0
    assert await window.page.locator("tr[data-piece='justificatif-domicile'] input[type=file]").count() == 1


@pytest.mark.parametrize("page", [View(360, scripts=True)], indirect=True, ids=lambda view: view.name)
async def test_a_photo_too_heavy_to_be_taken_is_made_smaller_on_the_phone(page: PiecesPage) -> None:
    row = page.window.page.locator("tr[data-piece='justificatif-domicile']")
    await row.locator("input[type=file]").set_input_files(payloads([a_heavy_photo("facture.jpg", 11 * MEGABYTE)]))
    await row.locator(".k-file").filter(has_text="facture.jpg").wait_for(timeout=60_000)
    assert await row.locator(".govuk-error-message").count() == 0
