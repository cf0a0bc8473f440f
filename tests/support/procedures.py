"""The ways through the product that the procedures describe, done with a visitor's hands, by the labels on the screen.

Every step may be done again: it opens its page anew, fills it and presses; when the page says that the step is done
already, it goes on from there.
"""

import re
from dataclasses import dataclass, field

from tests.support.captcha import solved_captcha
from tests.support.invented_families import InventedAdult, InventedChild, InventedFamily, on_screen
from tests.support.pages import Form, Page
from tests.support.papers import Paper, a_pdf
from tests.support.visitor import Visitor, as_a_person_would

EMAIL_STEP = "/creer-ma-famille/adresse-email"
ACCOUNT_STEP = "/creer-ma-famille/compte"
HOUSEHOLD_STEP = "/creer-ma-famille/foyer"
CONFIRMATION = "/creer-ma-famille/confirmation"
CHALLENGE = "/creer-ma-famille/compte/defi"
PROVEN = "VERIFICATION EFFECTUE"
STREET_NUMBER = "N° de rue (merci de mettre 0 si votre adresse n'en possède pas)"
BIRTH_DATE = "Date de naissance (JJ/MM/AAAA)"
ACCEPT_TERMS = "J'accepte et je m'engage à respecter les conditions générales d'utilisation du kiosque famille"
DECLARE_EXACT = "Je déclare exacts les renseignements fournis"
NO_SECOND_GUARDIAN = "Ne pas déclarer de second responsable."
HEALTH_BOOK = "Carnet de santé - Pages des vaccinations"
FAMILY_BOOK = "Livret de famille - Page parents/enfant"
REQUIRED_PAPERS = (HEALTH_BOOK, FAMILY_BOOK)
CODE_IS = "VOTRE CODE FAMILLE EST LE :"
_SHOWN_CODE = re.compile(r"CODE FAMILLE EST LE :\s*(\d+)", re.IGNORECASE)


@dataclass
class Registering:
    """Somebody who goes through procedure 1.

    Attributes:
        papers: the files that were joined, by the piece's label.
        household: the page of step 4; the counter has its own.
    """

    visitor: Visitor
    family: InventedFamily
    papers: dict[str, Paper] = field(default_factory=dict)
    household: str = HOUSEHOLD_STEP

    async def until_household(self) -> None:
        """Steps 2 and 3."""
        await as_a_person_would(self.give_address)
        await as_a_person_would(self.make_account)

    async def until_terminer(self) -> None:
        """Everything before TERMINER."""
        await self.until_household()
        await self.add_adult()
        await self.add_child()

    async def create(self) -> str:
        """The whole of it. Returns the code famille that the screen shows."""
        await self.until_terminer()
        return shown_code(await as_a_person_would(self.terminate))

    async def give_address(self) -> Page:
        page = await self.visitor.open(EMAIL_STEP)
        form = page.form("CONTINUER").fill("Entrez votre adresse E-mail", self.family.email)
        return expect(await self.visitor.press(form), ACCOUNT_STEP)

    async def make_account(self) -> Page:
        page = await self.visitor.open(ACCOUNT_STEP)
        form = page.form("CONTINUER")
        self.fill_account(form)
        if not page.says(PROVEN):
            form.put("captcha", await solved_captcha(self.visitor, CHALLENGE))
        page = await self.visitor.press(form)
        assert page.path.startswith(HOUSEHOLD_STEP), described(page, HOUSEHOLD_STEP)
        return page

    def fill_account(self, form: Form) -> None:
        adult, password = self.family.adult, self.family.password
        if adult.civility in form.choices:
            form.choose(adult.civility)
        else:
            form.fill("Civilité", adult.civility)
        form.fill("Nom", adult.last_name).fill("Prénom", adult.first_name)
        form.fill("Mot de passe", password).fill("Confirmation du mot de passe", password)
        form.fill("Adresse e-mail", self.family.email).fill("Confirmation e-mail", self.family.email)
        form.choose(ACCEPT_TERMS).choose(DECLARE_EXACT)

    async def open_new(self, words: str) -> Page:
        """The empty form that a link of the household leads to."""
        page = await self.visitor.open(self.household)
        return await self.visitor.open(page.link(words))

    async def add_adult(self) -> None:
        address = await self._address_of("AJOUTER UN ADULTE DANS CE FOYER")

        async def step() -> Page:
            page = await self.visitor.open(address)
            form = page.form("ENREGISTRER")
            fill_adult(form, self.family.adult)
            return expect(await self.visitor.press(form), self.household)

        await as_a_person_would(step)

    async def add_child(self) -> None:
        address = await self._address_of("AJOUTER UN ENFANT DANS CE FOYER")
        for piece in REQUIRED_PAPERS:
            await self._join(address, piece)

        async def save() -> Page:
            form = (await self.visitor.open(address)).form("ENREGISTRER")
            fill_child(form, self.family.child, self.family.adult)
            return expect(await self.visitor.press(form), self.household)

        await as_a_person_would(save)

    async def terminate(self) -> Page:
        """TERMINER; when it was pressed already, the page that shows the code."""
        page = await self.visitor.open(self.household)
        if page.path == CONFIRMATION:
            return page
        return expect(await self.visitor.press(page.form("TERMINER")), CONFIRMATION)

    async def _address_of(self, words: str) -> str:
        """The address of a new person's form: a reload must not begin another person."""

        async def step() -> Page:
            return await self.open_new(words)

        return (await as_a_person_would(step)).url

    async def _join(self, address: str, piece: str) -> None:
        name = f"{piece.partition(' - ')[0]} {self.family.child.first_name}.pdf"
        paper = self.papers.setdefault(piece, a_pdf(name))

        async def step() -> Page:
            page = await self.visitor.open(address)
            if page.says(paper.name):
                return page
            form = page.form("JOINDRE", near=piece).attach(piece, paper.name, paper.content)
            joined = await self.visitor.press(form)
            assert joined.says(paper.name), f"{paper.name} is not shown at {joined.path}: {joined.text[:500]}"
            return joined

        await as_a_person_would(step)


def fill_adult(form: Form, adult: InventedAdult) -> None:
    form.fill("Situation Familiale", adult.family_situation)
    form.fill("Nom", adult.last_name).fill("Prénom", adult.first_name)
    form.fill(BIRTH_DATE, on_screen(adult.birth_date)).fill("Sexe", adult.sex).fill("Téléphone portable", adult.mobile)
    form.fill(STREET_NUMBER, adult.street_number).fill("Voie", adult.street)


def fill_child(form: Form, child: InventedChild, guardian: InventedAdult) -> None:
    form.fill("Sexe", child.sex).fill("Nom", child.last_name).fill("Prénom", child.first_name)
    form.fill(BIRTH_DATE, on_screen(child.birth_date)).fill("Lieu de naissance", child.birth_place)
    form.choose(f"{guardian.name} est responsable de l'enfant.").choose(NO_SECOND_GUARDIAN)


def shown_code(page: Page) -> str:
    """The code famille that the confirmation shows."""
    found = _SHOWN_CODE.search(page.text)
    assert found, f"no code famille at {page.path}: {page.text[:500]}"
    return found[1]


def expect(page: Page, path: str) -> Page:
    """The page, when it is the one at this path. Raises AssertionError with what the page says."""
    assert page.path == path, described(page, path)
    return page


def described(page: Page, path: str) -> str:
    """What a person sees who expected another page."""
    listed = [error.message for error in page.errors]
    return f"at {page.path} ({page.status}) instead of {path}: {listed or page.text[:600]}"
