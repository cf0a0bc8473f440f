"""A session that ends in the middle of a form loses nothing; with JavaScript a closed page loses nothing either."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Request, Route

from gateway.edge.sessions import BELIEVED
from tests.e2e.desk import Desk
from tests.e2e.parent import Parent
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import InventedFamily, invent_family, on_screen
from tests.support.procedures import BIRTH_DATE, Registering
from tests.support.running_product import Product
from tests.support.sign_in import DASHBOARD, activate
from tests.support.visitor import Visitor, an_address

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

VIEWS = [View(360, scripts=True), View(1280, scripts=False)]
ADDING = "/mon-espace/enfants/ajouter"
SEND_BACK = "ENVOYER CE QUE J'AI TAPÉ"
_OVER = "DELETE FROM sessions WHERE account_id IN (SELECT id FROM accounts WHERE email = '{email}')"
_A_PAUSE = 2.5
"""Longer than the script waits after the last key, in seconds."""


@dataclass
class AtHome:
    """A signed-in parent."""

    product: Product
    window: Window
    family: InventedFamily
    code: str

    async def session_ends(self) -> None:
        """The gateway believes a session for two seconds."""
        self.product.instance.postgresql.execute(_OVER.format(email=self.family.email), "kiosque_identity")
        await asyncio.sleep(BELIEVED + 0.2)

    async def signs_in_again(self) -> None:
        """From the page that asks who it is to the one that gives back."""
        await self.window.fill("Identifiant", self.code)
        await self.window.fill("Mot de passe", self.family.password)
        await self.window.press("CONNEXION")
        assert await self.window.says("Nous avons gardé ce que vous veniez de taper")
        await self.window.press(SEND_BACK)

    async def cards_of(self, first_name: str) -> int:
        """On the dashboard."""
        return await self.window.page.get_by_role("heading", name=first_name).count()

    async def types_a_child(self, first_name: str) -> None:
        child = self.family.child
        await self.window.fill("Sexe", child.sex)
        await self.window.fill("Nom", child.last_name)
        await self.window.fill("Prénom", first_name)
        await self.window.fill(BIRTH_DATE, on_screen(child.birth_date))


@pytest_asyncio.fixture(loop_scope="session", params=VIEWS, ids=lambda view: view.name)
async def at_home(
    request: pytest.FixtureRequest, product: Product, chromium: Browser, screenshots: Screenshots, run: str
) -> AsyncIterator[AtHome]:
    view: View = request.param
    family = invent_family(f"rendu.{view.name}.{run}")
    async with Visitor(product.site, source=an_address(620 + VIEWS.index(view))) as visitor:
        code = await Registering(visitor, family).create()
        await activate(visitor, product.mails, family.email)
    window = await Window.opened(chromium, product.site, view, screenshots, "parent")
    await Parent(window, family, code=code).sign_in()
    yield AtHome(product, window, family, code)
    await window.close()


async def test_what_is_being_written_comes_back_after_the_session_ended(at_home: AtHome) -> None:
    window = at_home.window
    await window.open("/mon-espace/messages/nouveau")
    await window.choose("Service famille")
    await window.fill("Objet", "Une question")
    await at_home.session_ends()
    await window.fill("Votre message", "Bonjour,\n\nmon fils change de médecin.")
    await window.press("ENVOYER")
    await window.examine("session-finie-message")
    await at_home.signs_in_again()
    assert await window.says("mon fils change de médecin.")

    await window.open(ADDING)
    await window.examine("ajouter-enfant")
    await at_home.session_ends()
    await at_home.types_a_child("Swann")
    if window.view.scripts:
        await window.page.get_by_text("Votre session a pris fin").wait_for()
        await window.examine("ajouter-enfant-session-finie")
    await window.press("ENREGISTRER")
    await at_home.signs_in_again()
    assert window.path.startswith("/mon-espace/fiches/child-")
    assert await window.field("Prénom").input_value() == "Swann"
    await window.press("ENREGISTRER")
    await window.open(DASHBOARD)
    assert await at_home.cards_of("Swann") == 1

    await _another_tab_signs_in_meanwhile(at_home)
    await _an_agent_loses_nothing_either(at_home)
    if window.view.scripts:
        await _a_message_that_is_left_is_there_again(at_home)
        await _a_page_that_is_closed_loses_nothing(at_home)


async def _an_answer_that_is_lost_loses_and_doubles_nothing(at_home: AtHome) -> None:
    """On a bad line: the server has the text, and the page does not know it."""
    window, lost = at_home.window, list[str]()

    async def arrive_unanswered(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await window.page.route("**/mon-espace/**", arrive_unanswered)
    await window.open(ADDING)
    await at_home.types_a_child("Sacha")
    await window.page.get_by_text("la connexion est coupée").wait_for()
    await window.field("Lieu de naissance").press_sequentially("Vence", delay=50)
    await window.page.get_by_text("Enregistré à").wait_for()
    lost.clear()
    await window.field("Lieu de naissance").press_sequentially(" (06)", delay=50)
    await window.page.get_by_text("la connexion est coupée").wait_for()
    await window.fill("Lieu de naissance", "Grasse")
    await window.press("ENREGISTRER")
    assert window.path.startswith("/mon-espace/fiches/child-")
    assert await window.field("Lieu de naissance").input_value() == "Grasse"
    await window.page.unroute("**/mon-espace/**")
    await window.open(DASHBOARD)
    assert await at_home.cards_of("Sacha") == 1


async def _another_tab_signs_in_meanwhile(at_home: AtHome) -> None:
    """The page that was open all along is of no session any more: its text is there all the same."""
    window = at_home.window
    await window.open("/mon-espace/messages/nouveau")
    await window.choose("Service famille")
    await window.fill("Objet", "Une autre question")
    await at_home.session_ends()
    tab = replace(window, page=await window.context.new_page())
    await tab.open("/mon-espace")
    await tab.fill("Identifiant", at_home.code)
    await tab.fill("Mot de passe", at_home.family.password)
    await tab.press("CONNEXION")
    await tab.page.close()
    await window.fill("Votre message", "À quelle heure ouvre le guichet ?")
    await window.press("ENVOYER")
    await window.examine("connecte-dans-un-autre-onglet")
    await window.press(SEND_BACK)
    assert await window.says("À quelle heure ouvre le guichet ?")


async def _an_agent_loses_nothing_either(at_home: AtHome) -> None:
    """The answer to the family's message, after both questions of the sign-in."""
    ours, product = at_home.window, at_home.product
    assert ours.context.browser is not None
    window = await Window.opened(ours.context.browser, product.site, ours.view, ours.screenshots, "agent")
    desk = Desk(window, await product.new_agent())
    await desk.sign_in()
    await window.open(f"/agents/messages?code={at_home.code}")
    await window.follow("Une question")
    thread = window.path
    over = f"DELETE FROM sessions WHERE staff_id = (SELECT id FROM staff WHERE login = '{desk.login.login}')"
    product.instance.postgresql.execute(over, "kiosque_identity")
    await asyncio.sleep(BELIEVED + 0.2)
    await window.fill("Votre réponse", "Donnez-nous son nom,\net son téléphone.")
    await window.press("ENVOYER")
    await window.examine("agent-session-finie")
    assert await window.says("vous sera rendu")
    assert "Donnez-nous" not in await window.page.content()
    await window.fill("Identifiant", desk.login.login)
    await window.fill("Mot de passe", desk.login.password)
    await window.press("CONNEXION")
    await window.examine("agent-session-finie-code")
    await window.fill("Code à 6 chiffres", desk.login.next_code())
    await window.press("CONTINUER")
    await window.examine("agent-session-finie-rendu")
    await window.press(SEND_BACK)
    await window.open(thread)
    assert await window.says("Donnez-nous son nom,")
    await window.close()


async def _a_message_that_is_left_is_there_again(at_home: AtHome) -> None:
    window = at_home.window
    await window.open("/mon-espace/messages/nouveau")
    await window.fill("Votre message", "Une question en cours d'écriture")
    await window.page.get_by_text("Brouillon gardé à").wait_for()
    await window.examine("message-brouillon")
    await window.open("/mon-espace/messages/nouveau")
    assert await window.field("Votre message").input_value() == "Une question en cours d'écriture"
    await window.press("Supprimer ce brouillon")


async def _a_page_that_is_closed_loses_nothing(at_home: AtHome) -> None:
    window, sent = at_home.window, list[Request]()
    window.page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    await window.open(ADDING)
    await at_home.types_a_child("Lou")
    await asyncio.sleep(_A_PAUSE)
    await window.page.get_by_text("Enregistré à").wait_for()
    await window.examine("ajouter-enfant-enregistre")
    await window.field("Lieu de naissance").press_sequentially("Nice", delay=50)
    await asyncio.sleep(_A_PAUSE)
    texts = [request for request in sent if request.headers.get("x-kiosque-part") == "text"]
    assert len(texts) == 2, "one request a pause"
    assert all(len(request.post_data or "") < 1000 for request in texts)
    await window.open(DASHBOARD)
    assert len(sent) == 2, "a page that is left sends nothing that was sent already"
    await window.page.get_by_role("link", name="Fiche de renseignement de Lou").click()
    assert await window.field("Lieu de naissance").input_value() == "Nice"

    await _an_answer_that_is_lost_loses_and_doubles_nothing(at_home)

    await window.open(ADDING)
    await at_home.types_a_child("Camille")
    await window.press("ENREGISTRER")
    await window.open(DASHBOARD)
    assert await at_home.cards_of("Camille") == 1
