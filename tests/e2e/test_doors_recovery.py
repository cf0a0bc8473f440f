"""Mot de passe oublié, code famille oublié, in a real browser: from the home page to the new sign-in."""

import pytest
from playwright.async_api import Browser

from tests.e2e.parent import Parent
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import InventedFamily, invent_family
from tests.support.procedures import Registering
from tests.support.running_product import Product
from tests.support.sign_in import activate, sign_in
from tests.support.visitor import Visitor, an_address

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

VIEWS = [View(1280, scripts=True), View(360, scripts=False), View(360, scripts=True), View(1280, scripts=False)]
NEW_PASSWORD = "Un mot plus neuf 7"
RESET_SUBJECT = "Choisissez un nouveau mot de passe"


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_a_forgotten_password_is_chosen_anew(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"oubli.{view.name}.{run}")
    async with Visitor(product.site, source=an_address(VIEWS.index(view))) as elsewhere:
        code = await activated(product, elsewhere, family)
        await sign_in(elsewhere, code, family.password)

        window = await Window.opened(chromium, product.site, view, screenshots, "parent")
        await window.open("/")
        await window.follow("Mot de passe oublié")
        await window.examine("oubli-mot-de-passe")
        await window.press("RECEVOIR UN LIEN")
        await window.examine("oubli-mot-de-passe-vide")
        await window.fill("Identifiant", code)
        await window.press("RECEVOIR UN LIEN")
        await window.examine("oubli-mot-de-passe-demande")

        mail = await product.mails.wait_for(family.email, RESET_SUBJECT)
        link = mail.link_to("/mot-de-passe/")
        await window.open(link)
        await window.examine("nouveau-mot-de-passe")
        await window.fill("Nouveau mot de passe", "soleil")
        await window.fill("Confirmation du mot de passe", "soleil")
        await window.press("ENREGISTRER")
        await window.examine("nouveau-mot-de-passe-refuse")
        assert await window.says("au moins 8 caractères")
        await window.fill("Nouveau mot de passe", NEW_PASSWORD)
        await window.fill("Confirmation du mot de passe", NEW_PASSWORD)
        await window.press("ENREGISTRER")
        await window.examine("mot-de-passe-change")
        assert await window.says("Votre mot de passe est changé.")

        await window.open(link)
        await window.examine("lien-mort")
        assert await window.says("Ce lien ne fonctionne plus")
        parent = Parent(window, family, code=code)
        await parent.sign_in()
        assert await window.says("L'identifiant ou le mot de passe n'est pas le bon.")
        await window.fill("Mot de passe", NEW_PASSWORD)
        await window.press("CONNEXION")
        assert window.path == "/mon-espace"
        await product.mails.wait_for(family.email, "Votre mot de passe du kiosque famille a changé")
        page = await elsewhere.open("/mon-espace")
        assert page.path == "/", "a session that was open elsewhere is still open"
    await window.close()


@pytest.mark.parametrize("view", VIEWS[:2], ids=lambda view: view.name)
async def test_a_forgotten_code_comes_by_mail(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"code.{view.name}.{run}")
    async with Visitor(product.site, source=an_address(50 + VIEWS.index(view))) as elsewhere:
        code = await activated(product, elsewhere, family)

    window = await Window.opened(chromium, product.site, view, screenshots, "parent")
    pages = []
    for address in (f"personne.{family.email}", family.email):
        await window.open("/mot-de-passe-oublie")
        await window.follow("J'ai oublié mon code famille")
        await window.examine("oubli-code")
        await window.fill("Adresse e-mail de votre compte", address)
        await window.press("RECEVOIR MON CODE")
        await window.examine("oubli-code-demande")
        pages.append(await window.page.locator("main").inner_text())
    assert pages[0] == pages[1], "a known address is answered otherwise than an unknown one"
    assert code in (await product.mails.wait_for(family.email, "Votre code famille")).text
    assert not await product.mails.to(f"personne.{family.email}")
    await window.close()


async def test_the_mailed_link_is_ours_whatever_host_is_asked_for(product: Product, run: str) -> None:
    family = invent_family(f"hote.{run}")
    async with Visitor(product.site, source=an_address(70)) as visitor:
        await activated(product, visitor, family)
        visitor._client.headers["Host"] = "evil.example"
        page = await visitor.open("/mot-de-passe-oublie")
        page = await visitor.press(page.form("RECEVOIR UN LIEN").fill("Identifiant", family.email))
        assert "evil.example" not in page.source
    mail = await product.mails.wait_for(family.email, RESET_SUBJECT)
    assert mail.link_to("/mot-de-passe/").startswith(f"{product.site}/")
    assert "evil.example" not in mail.text + mail.html


async def activated(product: Product, visitor: Visitor, family: InventedFamily) -> str:
    """A family that exists and whose address is confirmed; its code."""
    code = await Registering(visitor, family).create()
    await activate(visitor, product.mails, family.email)
    return code
