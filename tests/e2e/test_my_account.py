"""Mon compte, in a real browser: another password, another address, devices that are disconnected."""

import asyncio
import time

import pytest
from playwright.async_api import Browser

from tests.e2e.parent import Parent
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import InventedFamily, invent_family
from tests.support.procedures import Registering
from tests.support.running_product import Product
from tests.support.sign_in import activate, sign_in
from tests.support.visitor import Visitor, an_address

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

VIEWS = [View(1280, scripts=True), View(360, scripts=False), View(360, scripts=True), View(1280, scripts=False)]
NEW_PASSWORD = "Un mot plus neuf 7"
BELIEVED = 2.0
"""Seconds for which the gateway may rely on a session that has just ended."""


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_a_parent_looks_after_the_account(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"compte.{view.name}.{run}")
    at = 100 + 10 * VIEWS.index(view)
    async with (
        Visitor(product.site, source=an_address(at)) as phone,
        Visitor(product.site, source=an_address(at + 1)) as other,
    ):
        code = await Registering(phone, family).create()
        await activate(phone, product.mails, family.email)
        for elsewhere in (phone, other):
            await sign_in(elsewhere, code, family.password)
        window = await Window.opened(chromium, product.site, view, screenshots, "parent")
        await Parent(window, family, code=code).sign_in()
        await window.follow("MON COMPTE")
        await window.examine("mon-compte")
        for words in (code, family.email, "Compte activé"):
            assert await window.says(words)

        await _disconnects(window, phone, other)
        for elsewhere in (phone, other):
            await sign_in(elsewhere, code, family.password)
        new_address = await _moves(product, window, family)
        await _changes_password(product, window, family, new_address)
        await _is_out(phone)
        await _is_out(other)
        await window.press("Se déconnecter")
        await window.fill("Identifiant", new_address)
        await window.fill("Mot de passe", NEW_PASSWORD)
        await window.press("CONNEXION")
        assert window.path == "/mon-espace"
    await window.close()


async def _disconnects(window: Window, phone: Visitor, other: Visitor) -> None:
    """One of two devices, then all the others; each is out within the two seconds of the gateway."""
    await window.open("/mon-espace/mon-compte")
    await window.page.get_by_role("link", name="Appareils connectés").click()
    await window.page.wait_for_url("**/appareils")
    await window.examine("appareils")
    others = window.page.get_by_role("listitem").filter(has=window.page.get_by_role("button", name="DÉCONNECTER"))
    assert await others.count() == 2
    assert await window.page.get_by_text("(cet appareil)").count() == 1
    async with window.page.expect_navigation():
        await others.first.get_by_role("button").click()
    await window.examine("appareil-deconnecte")
    assert await others.count() == 1
    await asyncio.sleep(BELIEVED)
    paths = [(await elsewhere.open("/mon-espace")).path for elsewhere in (phone, other)]
    assert sorted(paths) == ["/", "/mon-espace"], "one device and no other is disconnected"
    await window.press("DÉCONNECTER TOUS LES AUTRES")
    await window.examine("autres-deconnectes")
    assert await others.count() == 0
    for elsewhere in (phone, other):
        await _is_out(elsewhere)


async def _is_out(elsewhere: Visitor) -> None:
    deadline = time.monotonic() + BELIEVED
    while (await elsewhere.open("/mon-espace")).path != "/":
        assert time.monotonic() < deadline + 0.5, "a session that was ended is still open"
        await asyncio.sleep(0.2)


async def _moves(product: Product, window: Window, family: InventedFamily) -> str:
    """To another address: a slip, a wrong address that is cancelled, and the right one."""
    new_address = f"nouvelle.{family.email}"
    await window.open("/mon-espace/mon-compte/adresse-email")
    await window.examine("adresse-email-changer")
    await _asks(window, family.password + "x", new_address, f"x{new_address}")
    await window.examine("adresse-email-refusee")
    assert await window.says("Les deux saisies sont différentes")
    await _asks(window, "pas le bon 1", new_address)
    assert await window.says("Ce mot de passe n'est pas votre mot de passe actuel")
    await _asks(window, family.password, f"fausse.{family.email}")
    await window.examine("adresse-email-en-attente")
    first = await product.mails.wait_for(f"fausse.{family.email}", "Confirmez votre nouvelle adresse")
    await window.press("RENVOYER LE LIEN")
    await window.examine("adresse-email-renvoyee")
    await window.press("ANNULER LE CHANGEMENT")
    await window.examine("adresse-email-annulee")
    await window.open(first.link_to("/adresse/"))
    await window.examine("adresse-lien-mort")
    assert await window.says("Ce lien ne fonctionne plus")

    await window.open("/mon-espace/mon-compte/adresse-email")
    await _asks(window, family.password, new_address)
    await window.open("/mon-espace/mon-compte")
    await window.examine("mon-compte-adresse-en-attente")
    link = (await product.mails.wait_for(new_address, "Confirmez votre nouvelle adresse")).link_to("/adresse/")
    async with Visitor(product.site) as mailbox:  # it is opened elsewhere, by somebody who is not signed in
        page = await mailbox.open(link)
        assert page.says("n•••@")
        assert not page.says(new_address)
    await window.open(link)
    await window.examine("adresse-a-confirmer")
    await window.press("CONFIRMER")
    await window.examine("adresse-confirmee")
    warned = await product.mails.wait_for(family.email, "L'adresse e-mail de votre compte")
    assert new_address not in warned.text + warned.html
    await window.open(link)
    assert await window.says("Ce lien ne fonctionne plus")
    await window.open("/mon-espace/mon-compte")
    assert await window.says(new_address)
    return new_address


async def _asks(window: Window, password: str, address: str, again: str = "") -> None:
    await window.fill("Mot de passe actuel", password)
    await window.fill("Nouvelle adresse e-mail", address)
    await window.fill("Confirmation de la nouvelle adresse", again or address)
    await window.press("RECEVOIR LE LIEN")


async def _changes_password(product: Product, window: Window, family: InventedFamily, address: str) -> None:
    await window.open("/mon-espace/mon-compte/mot-de-passe")
    await window.examine("mot-de-passe")
    await _chooses(window, "pas le bon 1", "soleil")
    await window.examine("mot-de-passe-refuse")
    assert await window.says("Ce mot de passe n'est pas votre mot de passe actuel")
    assert await window.says("au moins 8 caractères")
    await _chooses(window, family.password, NEW_PASSWORD)
    assert window.path == "/mon-espace/mon-compte", "this browser stays signed in"
    await window.examine("mot-de-passe-remplace")
    await product.mails.wait_for(address, "Votre mot de passe du kiosque famille a changé")


async def _chooses(window: Window, current: str, password: str) -> None:
    await window.fill("Mot de passe actuel", current)
    await window.fill("Nouveau mot de passe", password)
    await window.fill("Confirmation du mot de passe", password)
    await window.press("ENREGISTRER")
