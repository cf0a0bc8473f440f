"""From the first click to the agent's decision and the green light, in a real browser."""

import pytest
from playwright.async_api import Browser

from tests.e2e.desk import Desk
from tests.e2e.parent import Parent
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import invent_family
from tests.support.papers import sha256_of
from tests.support.procedures import HEALTH_BOOK
from tests.support.running_product import Product
from tests.support.sign_in import ACTIVATION_SUBJECT

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

VIEWS = [View(1280, scripts=True), View(360, scripts=False), View(360, scripts=True), View(1280, scripts=False)]
REASON = "Le document n'est pas lisible. Joignez une copie nette et complète."
COMMENT = "La deuxième page est floue."


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_a_family_is_created_refused_corrected_and_accepted(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"{view.name}.{run}")
    parent = Parent(
        await Window.opened(chromium, product.site, view, screenshots, "parent"), family, mails=product.mails
    )
    desk = Desk(
        await Window.opened(chromium, product.site, view, screenshots, "agent"),
        product.agent() if view is VIEWS[0] else await product.new_agent(),
    )

    await parent.create()
    await parent.confirm((await product.mails.wait_for(family.email, ACTIVATION_SUBJECT)).activation_link)
    await parent.sign_in()
    await parent.sees_lights(
        family="Fiche invalide / à compléter",
        adult="Fiche en cours de traitement",
        child="Fiche en cours de traitement",
    )

    await parent.looks_at_what_is_with_the_town()

    await desk.sign_in()
    await desk.open_file(parent.code, "premier")
    assert await desk.downloads() == sha256_of(parent.papers.values())
    await desk.refuse(HEALTH_BOOK, REASON, COMMENT)
    await desk.accept_the_rest()
    await desk.conclude()

    mail = await product.mails.wait_for(family.email, "Une réponse vous attend")
    assert REASON not in mail.text, "a mail is no place for what the town writes about a family"
    await parent.reads_message(REASON)
    await parent.sees_lights(
        family="Fiche invalide / à compléter", adult="Fiche valide", child="Fiche invalide / à compléter"
    )
    await parent.corrects(HEALTH_BOOK, REASON, COMMENT)
    await parent.hands_in()
    await parent.sees_lights(
        family="Fiche invalide / à compléter", adult="Fiche valide", child="Fiche en cours de traitement"
    )

    await desk.open_file(parent.code, "correction")
    assert await desk.downloads() == sha256_of([parent.papers[HEALTH_BOOK]])
    await desk.accept_the_rest()
    await desk.conclude()
    await parent.sees_lights(family="Fiche invalide / à compléter", adult="Fiche valide", child="Fiche valide")

    await parent.window.close()
    await desk.window.close()
