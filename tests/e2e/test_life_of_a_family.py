"""The life of a family in a browser: who comes and goes, a move, a submission taken back, a child's second home."""

import re
from dataclasses import dataclass, replace

import pytest
from playwright.async_api import Browser

from libs.french.elision import de
from tests.e2e.desk import Desk
from tests.e2e.parent import Parent
from tests.e2e.window import Screenshots, View, Window
from tests.support.agents import AgentAtWork
from tests.support.invented_families import InventedFamily, invent_family, on_screen
from tests.support.procedures import BIRTH_DATE, STREET_NUMBER, Registering
from tests.support.running_product import Product
from tests.support.sign_in import DASHBOARD, activate
from tests.support.visitor import Visitor, an_address

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

VIEWS = [View(1280, scripts=True), View(360, scripts=False)]
EXACT = "Je déclare exacts les renseignements de cette fiche"
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b")


@dataclass
class Town:
    """An agent without a window, who accepts what families hand in."""

    product: Product
    agent: AgentAtWork

    async def accepts(self, code: str) -> str:
        """Everything that the family handed in; the address of the submission."""
        while not (found := await self.agent.find(code)):  # activated just now, it leaves one list for the other
            continue
        [address] = found
        page = await self.agent.visitor.open(address)
        page = await self.agent.visitor.press(page.form("ACCEPTER LE RESTE"))
        page = await self.agent.visitor.open(f"{address}/conclure")
        page = await self.agent.visitor.press(page.form("CONCLURE ET PRÉVENIR LA FAMILLE"))
        assert page.status == 200, page.text[:400]
        return address

    async def knows(self, family: InventedFamily, source: int) -> tuple[str, str]:
        """A family whose first submission was accepted: its code, and where that submission stands."""
        async with Visitor(self.product.site, source=an_address(source)) as visitor:
            code = await Registering(visitor, family).create()
            await activate(visitor, self.product.mails, family.email)
        return code, await self.accepts(code)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_members_come_and_go_a_family_moves_and_a_child_has_two_homes(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    number = VIEWS.index(view)
    first, second = (invent_family(f"vie.{name}.{view.name}.{run}") for name in "ab")
    async with Visitor(product.site, source=an_address(170 + number)) as desk:
        town = Town(product, AgentAtWork(desk, await product.new_agent()))
        await town.agent.sign_in()
        code, submission = await town.knows(first, 180 + number)
        other_code, _ = await town.knows(second, 190 + number)

        window = await Window.opened(chromium, product.site, view, screenshots, "parent")
        parent = Parent(window, first, code=code)
        await parent.sign_in()
        await _adds_a_child_and_takes_it_out_again(window)
        await _moves(window, parent)
        adult = await _adds_an_adult(window, parent)
        await parent.hands_in()
        await town.accepts(code)
        await _says_that_the_adult_left_and_takes_it_back(window, parent, adult)

        at_desk = await Window.opened(chromium, product.site, view, screenshots, "agent")
        await Desk(at_desk, await product.new_agent()).sign_in()
        link_code = await _issues_a_link_code(at_desk, first, code)
        await window.press("Se déconnecter")
        other = replace(parent, family=second, code=other_code)
        await other.sign_in()
        await _links(window, first, link_code)
        await _flags_and_lifts_a_disagreement(at_desk, submission)
        await _takes_the_child_out_again(at_desk, first, other_code)
        await other.reads_message("Notre service a retiré les fiches")
        await window.close()
        await at_desk.close()


async def _adds_a_child_and_takes_it_out_again(window: Window) -> None:
    await window.open("/mon-espace/enfants/ajouter")
    await window.examine("enfant-ajouter")
    await window.fill("Sexe", "Féminin")
    await window.fill(BIRTH_DATE, "03/02/2026")
    await window.fill("Nom", "Naissance")
    await window.fill("Prénom", "Lina")
    await window.press("ENREGISTRER")
    assert await window.says("L'enfant est ajouté")
    await window.go_on("Retirer cet enfant")
    await window.examine("enfant-retirer")
    await window.press("RETIRER")
    assert await window.says("Cette personne est retirée de votre foyer")


async def _moves(window: Window, parent: Parent) -> None:
    """The paper that proves the address is asked for again; nothing is handed in."""
    await window.open(DASHBOARD)
    await window.follow("Ma Fiche Famille : Fiche de renseignement")
    before = await window.field(STREET_NUMBER).first.input_value()
    await window.field(STREET_NUMBER).first.fill("61")
    await window.press("ENREGISTRER")
    await window.examine("fiche-famille-demenagement")
    await window.field(STREET_NUMBER).first.fill(before)
    await window.press("ENREGISTRER")


async def _adds_an_adult(window: Window, parent: Parent) -> str:
    """Where the record of the new adult stands."""
    await window.open("/mon-espace/adultes/ajouter")
    await window.fill("Nom", "Arrivant")
    await window.fill("Prénom", "Paul")
    await window.fill(BIRTH_DATE, "14/05/1985")
    await window.fill("Sexe", "Masculin")
    await window.press("ENREGISTRER")
    assert await window.says("L'adulte est ajouté")
    address = window.path
    await window.fill("Portable", "06 39 98 00 02")
    await window.choose(f"{EXACT}.")
    await window.press("ENREGISTRER")
    return address


async def _says_that_the_adult_left_and_takes_it_back(window: Window, parent: Parent, adult: str) -> None:
    await window.open(adult)
    await window.go_on("Signaler que Paul Arrivant ne vit plus dans votre foyer")
    await window.examine("depart")
    await window.press("ENREGISTRER")
    await window.examine("depart-refuse")
    await window.fill("Date du départ (JJ/MM/AAAA)", "01/09/2026")
    await window.fill("Expliquez en quelques mots", "Séparation")
    await window.choose(EXACT)
    await window.press("ENREGISTRER")
    await parent.hands_in()
    await window.press("REPRENDRE MA DEMANDE")
    assert await window.says("Vous avez repris votre demande")


async def _issues_a_link_code(window: Window, family: InventedFamily, code: str) -> str:
    await _finds(window, code)
    await window.examine("agent-famille-rattachement")
    await window.press(f"CODE DE RATTACHEMENT {de(family.child.name)}")
    await window.examine("agent-code-rattachement")
    found = CODE.search(await window.page.locator("main").inner_text())
    assert found
    return found[0]


async def _links(window: Window, family: InventedFamily, code: str) -> None:
    await window.open("/mon-espace/enfants/rattacher")
    await window.examine("rattacher")
    await window.fill("Code de rattachement", code)
    await window.fill("Date de naissance de l'enfant (JJ/MM/AAAA)", "01/01/2001")
    await window.press("RATTACHER L'ENFANT")
    await window.fill("Code de rattachement", code)
    await window.fill("Date de naissance de l'enfant (JJ/MM/AAAA)", on_screen(family.child.birth_date))
    await window.press("RATTACHER L'ENFANT")
    assert await window.says("L'enfant est rattaché à votre foyer")
    await window.examine("rattache")


async def _flags_and_lifts_a_disagreement(window: Window, submission: str) -> None:
    await window.open(submission)
    await window.follow("Voir, ou signaler un désaccord")
    await window.examine("agent-deux-foyers")
    await window.press("SIGNALER LE DÉSACCORD")
    await window.fill("Motif, pour les agents", "Le père conteste le nom.")
    await window.press("SIGNALER LE DÉSACCORD")
    assert await window.says("Le désaccord est signalé")
    await window.examine("agent-desaccord")
    await window.press("LEVER LE DÉSACCORD")
    assert await window.says("Le désaccord est levé")


async def _takes_the_child_out_again(window: Window, family: InventedFamily, code: str) -> None:
    await _finds(window, code)
    await window.follow(f"Retirer de ce dossier : {family.child.name}")
    await window.examine("agent-retrait")
    await window.press("RETIRER DE CE DOSSIER")
    assert await window.says("Indiquez pourquoi")
    await window.choose("Le code a été utilisé par erreur")
    await window.press("RETIRER DE CE DOSSIER")
    assert await window.says("L'enfant n'est plus dans ce dossier")
    await window.examine("agent-retire")


async def _finds(window: Window, code: str) -> None:
    await window.open("/agents/guichet")
    await window.fill("N° de compte famille", code)
    await window.press("RETROUVER")
