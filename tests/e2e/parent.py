"""What a parent does in a browser window, screen by screen, by the words that stand there."""

import re
from dataclasses import dataclass, field

from playwright.async_api import FilePayload

from libs.french.elision import de
from tests.e2e.window import Window
from tests.support.caught_mails import MAIL_CODE_SUBJECT, CaughtMails
from tests.support.invented_families import InventedFamily, on_screen
from tests.support.pages import plain
from tests.support.papers import Paper, a_pdf
from tests.support.procedures import (
    ACCEPT_TERMS,
    BIRTH_DATE,
    CODE_IS,
    DECLARE_EXACT,
    NO_SECOND_GUARDIAN,
    PROVEN,
    REQUIRED_PAPERS,
    STREET_NUMBER,
)
from tests.support.sign_in import DASHBOARD


@dataclass
class Parent:
    """A parent at a window.

    Attributes:
        papers: the files that were joined, by the piece's label.
        mails: what reaches them, where they need to read it on the way.
    """

    window: Window
    family: InventedFamily
    papers: dict[str, Paper] = field(default_factory=dict)
    mails: CaughtMails | None = None
    code: str = ""

    async def arrive(self) -> None:
        await self.window.open("/")
        await self.window.examine("accueil")
        await self.window.follow("Créer ma famille")
        await self.window.examine("avant-de-commencer")
        await self.window.go_on("CONTINUER")

    async def give_address(self) -> None:
        await self.window.examine("adresse-email")
        await self.window.fill("Entrez votre adresse E-mail", self.family.email)
        await self.window.press("CONTINUER")

    async def make_account(self) -> None:
        window, adult = self.window, self.family.adult
        await window.examine("compte")
        await window.fill_or_choose("Civilité", adult.civility)
        await window.fill("Nom", adult.last_name)
        await window.fill("Prénom", adult.first_name)
        await window.fill("Mot de passe", self.family.password)
        await window.fill("Confirmation du mot de passe", self.family.password)
        await window.fill("Adresse e-mail", self.family.email)
        await window.fill("Confirmation e-mail", self.family.email)
        await self.prove()
        await window.choose(ACCEPT_TERMS)
        await window.choose(DECLARE_EXACT)
        await window.press("CONTINUER")

    async def prove(self) -> None:
        """The captcha's box; without scripts the code that is mailed, and the password again."""
        if self.window.view.scripts:
            await self.window.field("Je ne suis pas un robot").click()
            await self.window.field(PROVEN).wait_for()
            await self.window.examine("compte-verifie")
            return
        assert self.mails is not None, "somebody without scripts needs a mailbox"
        await self.window.press("Recevoir un code par mail")
        await self.window.examine("compte-code-envoye")
        mail = await self.mails.wait_for(self.family.email, MAIL_CODE_SUBJECT)
        await self.window.fill("Code reçu par mail", mail.code)
        await self.window.fill("Mot de passe", self.family.password)
        await self.window.fill("Confirmation du mot de passe", self.family.password)

    async def add_adult(self) -> None:
        window, adult = self.window, self.family.adult
        await window.examine("foyer-vide")
        await window.go_on("AJOUTER UN ADULTE DANS CE FOYER")
        await window.examine("adulte")
        await window.fill("Situation Familiale", adult.family_situation)
        await window.fill("Nom", adult.last_name)
        await window.fill("Prénom", adult.first_name)
        await window.fill(BIRTH_DATE, on_screen(adult.birth_date))
        await window.fill("Sexe", adult.sex)
        await window.fill("Téléphone portable", adult.mobile)
        await window.fill(STREET_NUMBER, adult.street_number)
        await window.fill("Voie", adult.street)
        await window.press("ENREGISTRER")

    async def add_child(self) -> None:
        """Half of the form, both papers, then the other half: what was typed stays while papers are joined."""
        window, child = self.window, self.family.child
        await window.examine("foyer-un-adulte")
        await window.go_on("AJOUTER UN ENFANT DANS CE FOYER")
        await window.examine("enfant")
        await window.fill("Nom", child.last_name)
        await window.fill("Prénom", child.first_name)
        for piece in REQUIRED_PAPERS:
            await self.join(piece, f"{piece.partition(' - ')[0]}.pdf")
        assert await window.field("Prénom").input_value() == child.first_name
        await window.fill("Sexe", child.sex)
        await window.fill(BIRTH_DATE, on_screen(child.birth_date))
        await window.fill("Lieu de naissance", child.birth_place)
        await window.choose(f"{self.family.adult.name} est responsable de l'enfant.")
        await window.choose(NO_SECOND_GUARDIAN)
        await window.examine("enfant-rempli")
        await window.press("ENREGISTRER")

    async def join(self, piece: str, name: str) -> None:
        """Choose a file for a piece; without scripts its JOINDRE sends it."""
        paper = self.papers[piece] = a_pdf(name)
        row = self.window.row(piece)
        await row.locator("input[name^='fichier:']").set_input_files(
            FilePayload(name=paper.name, mimeType="application/pdf", buffer=paper.content)
        )
        if not self.window.view.scripts:
            await self.window.press("JOINDRE", inside=row)
        await row.locator(".k-file").filter(has_text=paper.name).wait_for()

    async def terminate(self) -> None:
        window = self.window
        await window.examine("foyer-complet")
        await window.press("TERMINER")
        await window.examine("confirmation")
        shown = plain(await window.page.locator("main").inner_text())
        found = re.search(rf"{re.escape(plain(CODE_IS))}\s*(\d+)", shown)
        assert found, shown
        self.code = found[1]

    async def confirm(self, link: str) -> None:
        """The link of the mail, and its button."""
        await self.window.open(link)
        await self.window.examine("activation")
        await self.window.press("CONFIRMER")
        await self.window.examine("compte-actif")

    async def sign_in(self) -> None:
        await self.window.open("/")
        await self.window.fill("Identifiant", self.code)
        await self.window.fill("Mot de passe", self.family.password)
        await self.window.press("CONNEXION")

    async def create(self) -> None:
        """Procedure 1, from the home page to the code."""
        await self.arrive()
        await self.give_address()
        await self.make_account()
        await self.add_adult()
        await self.add_child()
        await self.terminate()

    async def sees_lights(self, **lights: str) -> None:
        """The words of the lights on the dashboard, by kind of record: `child="Fiche valide"`."""
        await self.window.open(DASHBOARD)
        await self.window.examine("tableau-de-bord")
        fiches = {
            "family": "Ma Fiche Famille : Fiche de renseignement",
            "adult": f"Fiche de renseignement {de(self.family.adult.name)}",
            "child": f"Fiche de renseignement {de(self.family.child.name)}",
            "health": f"Fiche sanitaire {de(self.family.child.name)}",
        }
        for kind, words in lights.items():
            link = self.window.page.get_by_role("link", name=fiches[kind], exact=True)
            sheet = await self.window.page.locator(".k-record__sheet").filter(has=link).inner_text()
            assert words.casefold() in sheet.casefold(), f"{kind}: {sheet}"

    async def reads_message(self, words: str) -> None:
        """The newest message says it."""
        await self.window.open("/mon-espace")
        await self.window.examine("mon-espace")
        await self.window.open("/mon-espace/messages")
        await self.window.examine("messages")
        async with self.window.page.expect_navigation():
            await self.window.page.locator(".k-messages a").first.click()
        await self.window.examine("message")
        assert await self.window.says(words)

    async def corrects(self, piece: str, reason: str, comment: str) -> None:
        """From the dashboard to the child's record: the reason stands at the piece, a new file replaces the old."""
        await self.window.open(DASHBOARD)
        await self.window.follow(f"voir et corriger : {self.family.child.name}")
        await self.window.examine("fiche-refusee")
        assert await self.window.says(reason)
        assert await self.window.says(comment)
        await self.join(piece, "Carnet bien lisible.pdf")
        await self.window.examine("fiche-corrigee")
        await self.window.open("/mon-espace")
        ready = f"non transmise : Fiche de renseignement {de(self.family.child.name)}"
        assert await self.window.says(ready), "the new file waits for TERMINER alone"

    async def hands_in(self) -> None:
        """TERMINER shows what will go, and TERMINER again sends it."""
        await self.window.open(DASHBOARD)
        await self.window.go_on("TERMINER")
        await self.window.examine("terminer")
        await self.window.press("TERMINER")
        assert self.window.path.startswith("/mon-espace/demandes/")
        await self.window.examine("demande")

    async def looks_at_what_is_with_the_town(self) -> None:
        """The child's record is read-only while it is being treated, its pieces too."""
        await self.window.open(DASHBOARD)
        await self.window.follow(f"Fiche de renseignement {de(self.family.child.name)}")
        await self.window.examine("fiche-en-cours")
        assert await self.window.says("de ce fait seule la visualisation des pièces est possible")
        assert await self.window.says("TELECHARGER")
        assert await self.window.says("AUCUNE PIÈCE PRÉSENTE")
        assert not await self.window.page.get_by_role("button", name="ENREGISTRER").count()
