"""A creation that is interrupted: resumed by a mailed link, locked on a shared computer, or erased."""

import asyncio
import secrets

import pytest
from playwright.async_api import Browser

from gateway.edge.sessions import BELIEVED
from tests.e2e.parent import Parent
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import InventedFamily, invent_family, on_screen
from tests.support.procedures import BIRTH_DATE, EMAIL_STEP, HOUSEHOLD_STEP, STREET_NUMBER
from tests.support.running_product import Product
from tests.support.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

VIEWS = [View(360, scripts=True), View(1280, scripts=False)]
SUBJECT = "Reprenez la création"
LINK = "/creer-ma-famille/reprendre/"
LATER = "Continuer plus tard : recevoir un lien par mail"
_LONG_AGO = """
    UPDATE sessions SET last_seen_at = now() - interval '31 minutes'
    WHERE account_id IN (SELECT id FROM accounts WHERE email = '{email}')
"""


async def half_done(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, family: InventedFamily
) -> Parent:
    """A parent with an account and an adult."""
    window = await Window.opened(chromium, product.site, view, screenshots, "parent")
    parent = Parent(window, family, mails=product.mails)
    await window.open(EMAIL_STEP)
    await parent.give_address()
    await parent.make_account()
    await parent.add_adult()
    return parent


async def leave_alone(product: Product, family: InventedFamily) -> None:
    """Half an hour goes by; the gateway believes a session for two seconds."""
    product.instance.postgresql.execute(_LONG_AGO.format(email=family.email), "kiosque_identity")
    await asyncio.sleep(BELIEVED + 0.2)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_a_creation_goes_on_another_day_on_another_device(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"retour.{view.name}.{run}")
    before = await half_done(product, chromium, screenshots, view, family)
    await before.window.press(LATER)
    await before.window.examine("foyer-lien-envoye")
    await before.window.close()
    link = (await product.mails.wait_for(family.email, SUBJECT)).link_to(LINK)

    window = await Window.opened(chromium, product.site, view, screenshots, "parent")
    await window.open(link)
    await window.examine("reprendre-lien")
    await window.fill("Mot de passe", "pas le bon 1")
    await window.press("REPRENDRE")
    await window.examine("reprendre-faux")
    await window.fill("Mot de passe", family.password)
    await window.press("REPRENDRE")
    assert window.path == HOUSEHOLD_STEP
    assert await window.says(family.adult.name)
    await window.open(link)
    await window.examine("reprendre-mort")
    assert await window.says("Ce lien ne fonctionne plus")

    parent = Parent(window, family, mails=product.mails)
    await window.open(HOUSEHOLD_STEP)
    await parent.add_child()
    await parent.terminate()
    assert await window.says("Il vous reste 2 fiches à compléter")
    await window.close()


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_a_creation_left_alone_asks_for_its_password_and_loses_nothing(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"pause.{view.name}.{run}")
    parent = await half_done(product, chromium, screenshots, view, family)
    window, other = parent.window, invent_family(f"autre.{secrets.token_hex(4)}").adult
    await window.go_on("AJOUTER UN ADULTE DANS CE FOYER")
    await leave_alone(product, family)
    await window.fill("Nom", other.last_name)
    await window.fill("Prénom", other.first_name)
    await window.fill(BIRTH_DATE, on_screen(other.birth_date))
    await window.fill("Sexe", other.sex)
    await window.fill(STREET_NUMBER, other.street_number)
    await window.fill("Voie", other.street)
    await window.press("ENREGISTRER")
    await window.examine("pause")
    assert not await window.says(family.adult.name), "whoever sits there now must read nothing"
    await window.fill("Mot de passe", "pas le bon 1")
    await window.press("REPRENDRE")
    await window.fill("Mot de passe", family.password)
    await window.press("REPRENDRE")
    await window.examine("pause-finie")
    await window.press("ENVOYER CE QUE J'AI TAPÉ")
    assert window.path == HOUSEHOLD_STEP
    assert await window.says(other.name)

    await leave_alone(product, family)
    await window.open("/creer-ma-famille")
    await window.examine("avant-de-commencer-en-pause")
    await window.follow("La reprendre avec son mot de passe")
    await window.fill("Mot de passe", family.password)
    await window.press("REPRENDRE")
    assert window.path == HOUSEHOLD_STEP
    await window.close()


async def test_erasing_leaves_nothing_to_come_back_to(
    product: Product, chromium: Browser, screenshots: Screenshots, run: str
) -> None:
    family = invent_family(f"efface.{run}")
    parent = await half_done(product, chromium, screenshots, VIEWS[0], family)
    await parent.window.press(LATER)
    link = (await product.mails.wait_for(family.email, SUBJECT)).link_to(LINK)
    await parent.window.follow("Effacer ce que j'ai saisi")
    await parent.window.examine("effacer")
    await parent.window.press("TOUT EFFACER")
    assert await parent.window.says("Tout ce que vous aviez saisi est effacé")
    for _ in range(100):
        await parent.window.open(link)
        if await parent.window.says("Ce lien ne fonctionne plus"):
            break
        await asyncio.sleep(0.2)
    assert await parent.window.says("Ce lien ne fonctionne plus")
    await parent.window.close()


async def test_everybody_who_asks_for_a_link_reads_the_same(product: Product, visitor: Visitor, run: str) -> None:
    page = await visitor.open("/creer-ma-famille/reprendre")
    form = page.form("RECEVOIR LE LIEN").fill("Adresse e-mail", f"personne.{run}@example.org")
    answer = await visitor.press(form)
    assert answer.says("un lien pour la reprendre part dans un instant")
    await asyncio.sleep(1)
    assert await product.mails.to(f"personne.{run}@example.org") == []
