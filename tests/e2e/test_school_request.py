"""Procedure 3 in a real browser: a préinscription until it is accepted, a dérogation and its proof until the decision.

That every fiche of the home is green is other tests' story: here schooling, which hears of it, is told so at once.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date

import asyncpg
import pytest
from playwright.async_api import Browser, FilePayload, Locator

from libs.french.elision import de
from tests.e2e.desk import Desk
from tests.e2e.keyboard import Keyboard
from tests.e2e.parent import Parent
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import InventedFamily, invent_family
from tests.support.papers import a_pdf
from tests.support.procedures import Registering
from tests.support.running_product import Product
from tests.support.sign_in import activate
from tests.support.visitor import Visitor, an_address

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

VIEWS = [View(1280, scripts=True), View(360, scripts=False), View(360, scripts=True), View(1280, scripts=False)]
HERE = "/mon-espace/inscriptions"
PRE_REGISTRATION, DEROGATION = "Préinscription scolaire 2027/2028", "Demande de dérogation 2027/2028"
SELVES = {
    "country": "FR",
    "postal_code": "06510",
    "city": "Carros",
    "number": 25,
    "repetition": "",
    "street_id": None,
    "street": "Rue des Selves",
    "complement": "",
}
_GREEN = """
    UPDATE families SET complete = true, address = $2::jsonb
     WHERE code = $1 AND EXISTS (SELECT FROM children WHERE family_ids @> ARRAY[families.family_id])
"""


@dataclass
class Scene:
    """A parent who may ask for school, and an agent who decides."""

    window: Window
    desk: Desk
    family: InventedFamily
    code: str

    @property
    def row(self) -> Locator:
        """The request in the agents' list, where another family's child may bear the same name."""
        rows = self.desk.window.page.get_by_role("row")
        return rows.filter(has_text=self.family.child.first_name).filter(has_text=f"famille {self.code}")

    @property
    def child(self) -> str:
        return f"{self.family.child.first_name} {self.family.child.last_name.upper()}"

    async def begins(self, title: str) -> None:
        """The choice on the child's card."""
        choice = self.window.page.get_by_role("button", name=f"{title} pour {self.child}", exact=True)
        async with self.window.page.expect_navigation():
            await choice.click()

    async def opens_request(self, name: str) -> None:
        """From the list of the agents to the family's request."""
        window = self.desk.window
        await window.open("/agents/scolarite")
        await window.examine(f"agent-scolarite-{name}-liste")
        async with window.page.expect_navigation():
            await self.row.get_by_role("link").click()
        await window.examine(f"agent-scolarite-{name}-demande")

    async def decides(self, step: str, choice: str, button: str) -> None:
        section = self.desk.window.page.locator(f"section#{step}")
        await section.get_by_label(choice, exact=True).check()
        await self.desk.window.press(button, inside=section)

    async def concludes(self, name: str) -> None:
        window = self.desk.window
        await window.go_on("CONCLURE")
        await window.examine(f"agent-scolarite-{name}-conclure")
        await window.press("CONCLURE ET PRÉVENIR LA FAMILLE")

    async def close(self) -> None:
        await self.window.close()
        await self.desk.window.close()


@asynccontextmanager
async def scene(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, key: str, born: date
) -> AsyncIterator[Scene]:
    invented = invent_family(f"{key}.{view.name}")
    family = replace(invented, child=replace(invented.child, birth_date=born))
    async with Visitor(product.site, source=an_address(500 + VIEWS.index(view))) as visitor:
        code = await Registering(visitor, family).create()
        await activate(visitor, product.mails, family.email)
    await _is_green(product, code)
    window = await Window.opened(chromium, product.site, view, screenshots, "parent")
    await Parent(window, family, code=code).sign_in()
    agent = await Window.opened(chromium, product.site, view, screenshots, "agent")
    desk = Desk(agent, await product.new_agent("agent_scolaire"))
    await desk.sign_in()
    assert agent.path == "/agents/scolarite"
    opened = Scene(window, desk, family, code)
    yield opened
    await opened.close()


async def _is_green(product: Product, code: str) -> None:
    """Once schooling has heard of the family and its child."""
    url = product.instance.environment_of("schooling")["SCHOOLING_DATABASE_URL"].replace("+asyncpg", "")
    connection = await asyncpg.connect(url)
    try:
        for _ in range(150):
            if await connection.execute(_GREEN, code, json.dumps(SELVES)) == "UPDATE 1":
                return
            await asyncio.sleep(0.2)
        pytest.fail("schooling has not heard of the family")
    finally:
        await connection.close()


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_a_child_is_pre_registered_and_accepted(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    async with scene(product, chromium, screenshots, view, f"ps.{run}", date(2024, 5, 2)) as here:
        window = here.window
        await window.follow("MES INSCRIPTIONS")
        await window.examine("inscriptions")
        await here.begins(PRE_REGISTRATION)
        await window.examine("preinscription")
        assert await window.says("Maternelle Lou Souleù")
        assert await window.says("Les enfants nés en 2024 entrent en petite section")
        await window.press("TERMINER")
        await window.examine("preinscription-transmise")
        assert await window.says("Vous ne pouvez plus avancer dans vos démarches")
        await window.follow("Reprendre ma demande")
        await window.examine("preinscription-reprendre")
        await window.press("REPRENDRE MA DEMANDE")
        await window.open(HERE)
        await here.begins(PRE_REGISTRATION)
        await window.press("TERMINER")

        await here.opens_request("preinscription")
        await here.decides("decision", "Accepter", "ENREGISTRER LA DÉCISION")
        await window.page.reload()
        assert not await window.says("Reprendre ma demande"), "an agent has opened it"
        await here.concludes("preinscription")

        await window.page.reload()
        await window.examine("preinscription-acceptee")
        assert await window.says("un rendez-vous avec le directeur ou la directrice de l'école finalise l'inscription")
        await window.page.get_by_role("link", name=f"Rentrée {de(here.family.child.first_name)}").first.click()
        await window.examine("rentree")
        assert await window.says("Jour de la rentrée : 2 septembre 2027")


@pytest.mark.parametrize("view", VIEWS[:2], ids=lambda view: view.name)
async def test_after_a_campaign_closed_who_must_go_to_school_is_enrolled_all_the_same(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    async with scene(product, chromium, screenshots, view, f"close.{run}", date(2020, 5, 2)) as here:
        window = here.window
        await window.open(HERE)
        await here.begins("Préinscription scolaire 2026/2027")
        await window.choose("Oui")
        await window.press("CONTINUER")
        await window.examine("campagne-terminee")
        assert await window.says("L'école étant obligatoire à cet âge, la commune inscrit votre enfant")
        assert await window.page.get_by_role("button", name="TERMINER").count()


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_another_school_is_asked_for_and_refused_so_the_sectors_stands(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    async with scene(product, chromium, screenshots, view, f"ce1.{run}", date(2020, 5, 2)) as here:
        window = here.window
        await window.open(HERE)
        await here.begins(DEROGATION)
        await window.examine("derogation-nouvel-arrivant")
        await window.choose("Non")
        await window.press("CONTINUER")
        await window.press("TERMINER")
        await window.examine("derogation-vide")
        await window.fill("Ecole désirée", "Groupe Scolaire du Village")
        await window.fill("Motif 1", "Un frère ou une sœur est déjà dans cette école")
        await window.fill("Ce que vous voulez ajouter (facultatif)", "Sa sœur y est en CM1.")
        await _joins(window, "justificatif-derogation", "travail.pdf")
        assert await window.field("Ce que vous voulez ajouter (facultatif)").input_value() == "Sa sœur y est en CM1."
        await window.examine("derogation-remplie")
        await window.press("TERMINER")
        await window.examine("derogation-verifier")
        assert await window.says("travail.pdf")
        assert await window.says("Vous pourrez l'ajouter plus tard, ou le remettre à l'école.")
        assert await window.says("au mois de mai")
        await window.press("TERMINER")
        await window.examine("derogation-transmise")
        await window.page.get_by_role("link", name="Ajouter un fichier").click()
        await _joins(window, "certificat-radiation", "radiation.pdf")
        await window.examine("demande-ajouter-fichier")
        await window.press("TRANSMETTRE")
        assert await window.says("Vous avez ajouté un fichier.")

        await here.opens_request("derogation")
        assert len(await here.desk.downloads()) == 2
        advice = here.desk.window.page.locator("section#avis")
        await advice.locator("summary").click()
        sitting = advice.get_by_label("Séance du")
        assert await sitting.input_value() == await sitting.locator("option").nth(1).get_attribute("value")
        await here.decides("avis", "Défavorable", "ENREGISTRER L'AVIS")
        decision = here.desk.window.page.locator("section#derogation")
        await decision.get_by_label("Motif du refus (en droit)").select_option(index=1)
        await decision.locator("textarea").fill("Il reste une place pour deux enfants du secteur.")
        await here.decides("derogation", "Refuser", "ENREGISTRER LA DÉCISION")
        await here.desk.window.examine("agent-scolarite-derogation-decidee")
        await here.concludes("derogation")

        await window.page.reload()
        await window.examine("derogation-refusee")
        assert await window.says("Il reste une place pour deux enfants du secteur.")
        assert await window.says("La dérogation pour Groupe Scolaire du Village est refusée")
        assert await window.says("est acceptée : Groupe Scolaire Louis Fiori")


async def test_a_child_is_pre_registered_with_keys_alone(
    product: Product, chromium: Browser, screenshots: Screenshots, run: str
) -> None:
    view = View(360, scripts=False)
    async with scene(product, chromium, screenshots, view, f"clavier.{run}", date(2024, 5, 2)) as here:
        keys = Keyboard(here.window)
        await keys.enter("MES INSCRIPTIONS")
        await keys.enter(f"{PRE_REGISTRATION} pour {here.child}")
        assert await here.window.says("Maternelle Lou Souleù")
        await keys.enter("TERMINER")
        assert await here.window.says("Vous ne pouvez plus avancer dans vos démarches")


async def _joins(window: Window, piece: str, name: str) -> None:
    """With a script the file leaves at once; without one JOINDRE brings the page back with everything in it."""
    paper = a_pdf(name)
    file: FilePayload = {"name": paper.name, "mimeType": "application/pdf", "buffer": paper.content}
    row = window.page.locator(f"tr#piece-{piece}")
    await row.locator(".k-upload > input[type=file]").set_input_files(file)
    if not window.view.scripts:
        await window.press("JOINDRE", inside=row)
    await window.page.locator(".k-files__name").filter(has_text=paper.name).wait_for()
