"""What a parent does in the family space, by the words on the screen, until the town has everything it asks for."""

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from gateway.web.moments import day, today
from tests.support.agents import AgentAtWork
from tests.support.invented_families import InventedChild, InventedFamily
from tests.support.pages import Form, NotOnThePage, Page
from tests.support.papers import a_pdf
from tests.support.photos import a_photo
from tests.support.procedures import HOUSEHOLD_STEP, Registering, shown_code
from tests.support.running_product import Product
from tests.support.sign_in import DASHBOARD, activate, sign_in
from tests.support.visitor import Visitor

INSCRIPTIONS = "/mon-espace/inscriptions"
_RECORD = re.compile(r"/mon-espace/fiches/((?:family|adult|child|health)-[0-9a-f-]{36})$")
_LEFT_AS_IT_IS = re.compile(
    r"date|vaccinations|email|signature|billing|postal_code|city|street|letter|repetition|extension|complement|country|desk_number"
)
_WORDS = {
    "first_name": "Jeanne",
    "last_name": "Martin",
    "relation": "grand-mère",
    "doctor": "Dr Bonnet, Carros",
    "birth_place": "Nice",
}


@dataclass
class FamilySpace:
    """One family at its browser, without JavaScript."""

    visitor: Visitor
    family: InventedFamily
    code: str = ""
    _telephones: Iterator[int] = field(default_factory=lambda: count(10_011, 7))

    async def create(self, *others: InventedChild) -> None:
        """Procedure 1, with as many children more."""
        registering = Registering(self.visitor, self.family)
        await registering.until_terminer()
        for child in others:
            await Registering(self.visitor, replace(self.family, child=child)).add_child()
        page = await self.visitor.open(HOUSEHOLD_STEP)
        self.code = shown_code(await self.visitor.press(page.form("TERMINER")))

    async def arrive(self, product: Product, *others: InventedChild) -> None:
        """Created, activated, signed in."""
        await self.create(*others)
        await activate(self.visitor, product.mails, self.family.email)
        await sign_in(self.visitor, self.code, self.family.password)

    async def records(self) -> list[str]:
        """Addresses of the fiches."""
        page = await self.visitor.open(DASHBOARD)
        return list(dict.fromkeys(target for _, target in page.links() if _RECORD.search(target)))

    async def complete(self) -> None:
        """Whatever a fiche still asks for, each declared exact."""
        for address in await self.records():
            page = await self.visitor.open(address)
            if not page.offers("ENREGISTRER"):
                continue
            form = page.form("ENREGISTRER")
            self._fill(form)
            form = (await self._save(form)).form("ENREGISTRER")
            for name, value in form.inputs("text"):
                if name.startswith("date:") and not value:
                    form.put(name, day(today()))
            await self._save(form.put("exactness", "oui"))

    async def hand_in(self) -> None:
        """TERMINER."""
        page = await self.visitor.open("/mon-espace/terminer")
        page = await self.visitor.press(page.form("TERMINER"))
        assert page.status == 200, [error.message for error in page.errors]

    async def school_choice(self, title: str, child: InventedChild) -> Page:
        """The form for a child; « Oui » where the page asks whether it was in a school of the town.

        Raises AssertionError when schooling does not hear within half a minute that every fiche is green.
        """
        deadline = time.monotonic() + 30
        while True:
            try:
                address = (await self.visitor.open(INSCRIPTIONS)).link(f"{title} pour {_shown(child)}")
                break
            except NotOnThePage:
                assert time.monotonic() < deadline, f"no {title!r} for {child.first_name}"
                await asyncio.sleep(0.3)
        page = await self.visitor.open(address)
        if page.offers("CONTINUER"):
            page = await self.visitor.press(page.form("CONTINUER").put("enrolled_before", "oui"))
        return page

    def _fill(self, form: Form) -> None:
        for name, value in form.inputs("text", "textarea", "tel"):
            if value or _LEFT_AS_IT_IS.search(name):
                continue
            telephone = (name, "") in form.inputs("tel") or "telephone" in name or "mobile" in name
            form.put(name, self._number() if telephone else _WORDS.get(name.rpartition(".")[2], "Comme convenu"))
        for name, value in form.inputs("radio"):
            if value == "oui":
                form.put(name, value)
        for name, _ in form.inputs("file"):
            if name.startswith("fichier:"):
                what = name.partition(":")[2]
                paper = a_photo(f"{what}.jpg") if "identite" in what else a_pdf(f"{what}.pdf")
                form.attach_to(
                    name, paper.name, paper.content, "image/jpeg" if paper.name.endswith(".jpg") else "application/pdf"
                )

    def _number(self) -> str:
        digits = f"06{next(self._telephones):08d}"
        return " ".join(digits[place : place + 2] for place in range(0, 10, 2))

    async def _save(self, form: Form) -> Page:
        page = await self.visitor.press(form)
        assert page.status == 200, f"{page.status} at {page.path}: {[error.message for error in page.errors]}"
        return page


async def conclude(agent: AgentAtWork, code: str) -> None:
    """Everything that the family handed in is accepted; what was refused before stays so."""
    for address in await agent.find(code):
        page = await agent.visitor.open(address)
        if page.offers("ACCEPTER LE RESTE"):
            page = await agent.visitor.press(page.form("ACCEPTER LE RESTE"))
            page = await agent.visitor.open(address)
        page = await agent.visitor.press(page.form("CONCLURE"))
        page = await agent.visitor.press(page.form("CONCLURE ET PRÉVENIR LA FAMILLE"))
        assert page.status == 200, page.text[:400]


def a_child(family: InventedFamily, first_name: str, year: int) -> InventedChild:
    """One more of the family, born in that year."""
    return replace(family.child, first_name=first_name, birth_date=date(year, 5, 2))


def _shown(child: InventedChild) -> str:
    return f"{child.first_name} {child.last_name.upper()}"
