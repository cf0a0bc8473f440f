"""After the decision, in a real browser: the certificate and who checks it, the head's slots, a family's appointment.

Two children and two schools, so that each begins where nobody has published a slot yet: the telephone.
"""

import asyncio
import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser
from pypdf import PdfReader

from gateway.web.moments import day, today
from libs.french.days import weekday_and_day
from libs.french.elision import de
from tests.e2e.desk import Desk
from tests.e2e.keyboard import Keyboard
from tests.e2e.test_school_request import HERE, PRE_REGISTRATION, Scene, scene
from tests.e2e.window import Screenshots, View, Window
from tests.support.running_product import Product

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

APPOINTMENTS, CERTIFICATES = "/mon-espace/rendez-vous", "/mon-espace/certificats"
NUMBER = re.compile(r"CI-\d{4}-\d{5}")
CHECK = re.compile(r"(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}")
FIRST_DAY = today() + timedelta(days=3)
NEXT_DAY = FIRST_DAY + timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """How the parent looks at the site, which child, and the role of the head of its school.

    Attributes:
        keys: the parent has no mouse when booking.
    """

    view: View
    born: date
    level: str
    school: str
    head: str
    uai: str
    keys: bool


CASES = [
    Case(
        View(1280, scripts=True),
        date(2024, 5, 2),
        "ps",
        "Maternelle Lou Souleù",
        "direction_lou_souleu",
        "0069901A",
        keys=True,
    ),
    Case(
        View(360, scripts=False),
        date(2021, 5, 2),
        "cp",
        "Groupe Scolaire Louis Fiori",
        "direction_louis_fiori",
        "0069902B",
        keys=False,
    ),
]


@dataclass
class Journey:
    """The family, the agent who decided, and the head of school."""

    here: Scene
    case: Case
    head: Window
    product: Product

    @property
    def first_name(self) -> str:
        return self.here.family.child.first_name

    async def is_enrolled(self) -> None:
        window, desk = self.here.window, self.here.desk.window
        await window.open(HERE)
        await self.here.begins(PRE_REGISTRATION)
        if await window.page.get_by_role("button", name="CONTINUER").count():
            await window.choose("Oui")
            await window.press("CONTINUER")
        await window.press("TERMINER")
        await desk.open("/agents/scolarite")
        await self.here.row.get_by_role("link").click()
        await self.here.decides("decision", "Accepter", "ENREGISTRER LA DÉCISION")
        await desk.go_on("CONCLURE")
        await desk.press("CONCLURE ET PRÉVENIR LA FAMILLE")

    async def publishes(self) -> None:
        """The head's two days of slots, from an empty week."""
        head, path = self.head, f"/agents/rendez-vous/{self.case.uai}"
        assert head.path == path, "a head of one school arrives there"
        await head.examine("direction-semaine-vide")
        await head.go_on("PUBLIER DES CRÉNEAUX")
        await head.press("PUBLIER")
        await head.examine("direction-publier-faux")
        await head.fill("Du (JJ/MM/AAAA)", day(FIRST_DAY))
        await head.fill("Au (JJ/MM/AAAA)", day(NEXT_DAY))
        for number, name in enumerate(("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi")):
            if number in (FIRST_DAY.weekday(), NEXT_DAY.weekday()):
                await head.choose(name)
        await head.fill("De", "16 h 30")
        await head.fill("À", "17 h 10")
        await head.fill("Lieu", "Bureau de la direction")
        await head.press("PUBLIER")
        await head.examine("direction-publies")

    async def sees_week(self, name: str) -> None:
        await self.head.open(f"/agents/rendez-vous/{self.case.uai}?semaine={FIRST_DAY}")
        await self.head.examine(f"direction-{name}")

    async def takes_the_slot_back(self, word: str) -> None:
        await self.sees_week("semaine")
        row = self.head.page.get_by_role("row").filter(has_text=self.first_name)
        async with self.head.page.expect_navigation():
            await row.get_by_role("link", name="Retirer").click()
        await self.head.examine("direction-retirer")
        await self.head.fill("Un mot à la famille", word)
        await self.head.press("RETIRER")

    async def picks(self, at: date, hour: str) -> None:
        """The slot at that hour of the day, and CONFIRMER."""
        window, on = self.here.window, weekday_and_day(at)
        if self.case.keys:
            keys = Keyboard(window)
            await keys.enter(f"{hour} , {on}")
            await keys.enter("CONFIRMER")
            return
        await window.go_on(f"{hour} , {on}")
        await window.examine("rendez-vous-confirmer")
        await window.press("CONFIRMER")

    async def mail(self, subject: str) -> str:
        return (await self.product.mails.wait_for(self.here.family.email, subject)).text


async def _downloads(window: Window) -> str:
    """What the certificate says."""
    async with window.page.expect_download() as awaited:
        await window.page.get_by_role("button", name="TÉLÉCHARGER").first.click()
    saved = await (await awaited.value).path()
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(await _bytes(saved))).pages)


async def _bytes(path: Path) -> bytes:
    return await asyncio.to_thread(path.read_bytes)


def _on_paper(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    assert found, text
    return found[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.view.name)
async def test_a_certificate_is_checked_and_an_appointment_made_moved_cancelled_and_called_off(
    product: Product, chromium: Browser, screenshots: Screenshots, case: Case, run: str
) -> None:
    view = case.view
    async with scene(product, chromium, screenshots, view, f"rdv-{case.level}.{run}", case.born) as here:
        head = await Window.opened(chromium, product.site, view, screenshots, "direction")
        desk = Desk(head, await product.new_agent(case.head))
        await desk.sign_in()
        if head.path != f"/agents/rendez-vous/{case.uai}":
            await head.open("/agents/rendez-vous")
        journey = Journey(here, case, head, product)
        await journey.is_enrolled()
        number, check = await _the_certificate(journey)
        await _the_appointment(journey)
        await _what_remains_of_it(journey)
        await _its_end(journey, number, check, chromium, screenshots)
        await head.close()


async def _the_certificate(journey: Journey) -> tuple[str, str]:
    window = journey.here.window
    assert CERTIFICATES in await journey.mail("certificat")
    await window.open(CERTIFICATES)
    await window.examine("certificats")
    paper = await _downloads(window)
    assert journey.case.school in paper
    assert "25 Rue des Selves" not in paper
    return _on_paper(NUMBER, paper), _on_paper(CHECK, paper)


async def _the_appointment(journey: Journey) -> None:
    window, name = journey.here.window, journey.here.child
    await window.open(APPOINTMENTS)
    await window.examine("rendez-vous-telephone")
    assert await window.says("L'école ne propose pas de créneau en ligne pour l'instant")
    await journey.publishes()
    await window.open("/mon-espace")
    await window.follow(f"{journey.first_name} : prendre rendez-vous avec l'école")
    await window.examine("rendez-vous")
    await window.go_on(f"PRENDRE RENDEZ-VOUS pour {journey.first_name}")
    await window.examine("rendez-vous-creneaux")
    await journey.picks(FIRST_DAY, "16 h 30")
    await window.examine("rendez-vous-pris")
    assert await window.says(f"Rendez-vous le {weekday_and_day(FIRST_DAY)} à 16 h 30")
    assert name.split()[0] not in await journey.mail("Votre rendez-vous avec l'école"), "a mail names no child"

    await window.open("/mon-espace")
    await window.examine("accueil-rendez-vous")
    assert await window.says(f"rendez-vous avec l'école le {weekday_and_day(FIRST_DAY)} à 16 h 30")
    await window.open(HERE)
    await window.page.get_by_role("link", name="Rentrée").first.click()
    await window.page.wait_for_url("**/rentree/*")
    await window.examine("rentree-rendez-vous")
    assert await window.says(f"Rendez-vous le {weekday_and_day(FIRST_DAY)} à 16 h 30")

    await window.open(APPOINTMENTS)
    await window.go_on(f"DÉPLACER le rendez-vous {de(journey.first_name)}")
    await window.examine("rendez-vous-deplacer")
    await journey.picks(NEXT_DAY, "16 h 50")
    assert await window.says("Votre rendez-vous est déplacé")
    assert f"{weekday_and_day(NEXT_DAY)} à 16 h 50" in await journey.mail("déplacé")
    await window.go_on(f"ANNULER LE RENDEZ-VOUS {de(journey.first_name)}")
    await window.examine("rendez-vous-annuler")
    await window.press("ANNULER LE RENDEZ-VOUS")
    assert await window.says("Votre rendez-vous est annulé")
    await journey.mail("annulé")
    await window.go_on(f"PRENDRE RENDEZ-VOUS pour {journey.first_name}")
    await journey.picks(FIRST_DAY, "16 h 50")

    await journey.takes_the_slot_back("Réunion imprévue, désolée.")
    await window.open(APPOINTMENTS)
    await window.examine("rendez-vous-annule-par-l-ecole")
    assert await window.says("L'école a annulé votre rendez-vous")
    assert await window.says("Réunion imprévue, désolée.")


async def _what_remains_of_it(journey: Journey) -> None:
    """One thread of messages, and the history."""
    window, first_name = journey.here.window, journey.first_name
    for _ in range(30):
        await window.open("/mon-espace/messages")
        async with window.page.expect_navigation():
            await window.page.get_by_role("link", name="Certificat et rendez-vous").first.click()
        if await window.says("Veuillez nous en excuser"):
            break
        await asyncio.sleep(0.3)
    await window.examine("messages-rendez-vous")
    for words in (
        f"pour {first_name} est pris : le {weekday_and_day(FIRST_DAY)} à 16 h 30",
        f"le {weekday_and_day(NEXT_DAY)} à 16 h 50",
        "comme vous l'avez demandé",
        "Veuillez nous en excuser",
    ):
        assert await window.says(words), words
    await window.open("/mon-espace/mon-compte/historique")
    await window.examine("historique-rendez-vous")
    for words in ("Rendez-vous avec l'école déplacé", "Rendez-vous avec l'école annulé", "Certificat d'inscription n°"):
        assert await window.says(words), words


async def _its_end(journey: Journey, number: str, check: str, chromium: Browser, screenshots: Screenshots) -> None:
    """Replaced, then revoked: whoever holds the paper reads it, and nothing of the child."""
    window, agent, view = journey.here.window, journey.here.desk.window, journey.case.view
    last_name = journey.here.family.child.last_name
    passer_by = await Window.opened(chromium, journey.product.site, view, screenshots, "passant")
    await passer_by.open("/certificats")
    await passer_by.examine("certificat-verifier")
    await passer_by.fill("Numéro", number)
    await passer_by.fill("Code de contrôle", "AAAA-AAAA-AAAA-AAAA")
    await passer_by.press("VÉRIFIER")
    await passer_by.examine("certificat-inconnu")
    await passer_by.fill("Code de contrôle", check.lower())
    await passer_by.press("VÉRIFIER")
    await passer_by.examine("certificat-valable")
    assert await passer_by.says("Ce certificat est valable")
    assert not await passer_by.says(last_name)

    await agent.open("/agents/scolarite?etat=accepted")
    await journey.here.row.get_by_role("link").click()
    await agent.follow(number)
    await agent.examine("agent-certificat")
    await agent.press("REMPLACER CE CERTIFICAT")
    new = agent.path.rpartition("/")[2]
    await passer_by.page.reload()
    await passer_by.examine("certificat-remplace")
    assert await passer_by.says("Ce certificat a été remplacé")
    assert not await passer_by.says(new)
    await window.open(CERTIFICATES)
    check = _on_paper(CHECK, await _downloads(window))
    await agent.fill("Raison", "Délivré à tort.")
    await agent.press("RÉVOQUER CE CERTIFICAT")
    await agent.examine("agent-certificat-revoque")
    await passer_by.open(f"/certificats/{new}/{check}")
    await passer_by.examine("certificat-revoque")
    assert await passer_by.says("Ce certificat est révoqué")
    assert not await passer_by.says("Délivré à tort.")
    await window.page.reload()
    await window.examine("certificats-revoques")
    assert await window.says("Ne le présentez plus")
    await window.open(APPOINTMENTS)
    assert not await window.page.get_by_role("button", name="PRENDRE RENDEZ-VOUS").count()
    await passer_by.close()
