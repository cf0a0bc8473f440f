"""A form with pieces on a phone: what is done with its files, by what is written there."""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import Browser, FilePayload, Locator

from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import InventedFamily
from tests.support.papers import Paper
from tests.support.procedures import Registering
from tests.support.running_product import Product
from tests.support.sign_in import DASHBOARD, activate, sign_in
from tests.support.visitor import Visitor, an_address


@dataclass(frozen=True)
class Sight:
    """Where somebody looks, and through what."""

    product: Product
    chromium: Browser
    view: View
    screenshots: Screenshots

    async def window(self, visitor: Visitor) -> Window:
        """A browser window that goes on where the visitor stopped."""
        window = await Window.opened(self.chromium, self.product.site, self.view, self.screenshots, "parent")
        for name, value in visitor.cookies().items():
            await window.context.add_cookies([{"name": name, "value": value, "url": self.product.site}])
        return window


@dataclass
class PiecesPage:
    """A child of a draft, or a record of a family.

    Attributes:
        address: path of the page.
        code: the code famille; empty while there is none.
    """

    window: Window
    address: str
    code: str = ""

    @classmethod
    @asynccontextmanager
    async def of_a_new_child(cls, sight: "Sight", family: InventedFamily) -> AsyncIterator["PiecesPage"]:
        """Go through the steps before it without a browser, then open it in one."""
        async with Visitor(sight.product.site, source=_an_address_of_its_own()) as visitor:
            registering = Registering(visitor, family)
            await registering.until_household()
            await registering.add_adult()
            address = (await registering.open_new("AJOUTER UN ENFANT DANS CE FOYER")).url
            page = cls(await sight.window(visitor), urlsplit(address).path)
        await page.open()
        yield page
        await page.window.close()

    @classmethod
    @asynccontextmanager
    async def of_a_family_record(cls, sight: "Sight", family: InventedFamily) -> AsyncIterator["PiecesPage"]:
        """MA FICHE FAMILLE of a family that was just created."""
        async with Visitor(sight.product.site, source=_an_address_of_its_own()) as visitor:
            code = await Registering(visitor, family).create()
            await activate(visitor, sight.product.mails, family.email)
            await sign_in(visitor, code, family.password)
            links = (await visitor.open(DASHBOARD)).links()
            address = next(target for _, target in links if "/mon-espace/fiches/family-" in target)
            page = cls(await sight.window(visitor), urlsplit(address).path, code)
        await page.open()
        yield page
        await page.window.close()

    async def open(self) -> None:
        await self.window.open(self.address)

    def row(self, piece: str) -> Locator:
        return self.window.row(piece)

    def file(self, piece: str, name: str) -> Locator:
        """The line of a file that was joined."""
        return self.row(piece).locator(".k-file").filter(has_text=name)

    async def choose(self, piece: str, papers: Sequence[Paper]) -> None:
        """Choose files in one go, and press JOINDRE where no script sends them."""
        await self.row(piece).locator("input[name^='fichier:']").set_input_files(payloads(papers))
        if not self.window.view.scripts:
            await self.window.press("JOINDRE", inside=self.row(piece))

    async def join(self, piece: str, papers: Sequence[Paper], shown: Sequence[str] = ()) -> None:
        """Choose files and wait until each of them stands there."""
        await self.choose(piece, papers)
        for name in shown or [paper.name for paper in papers]:
            await self.file(piece, name).wait_for()

    async def act(self, piece: str, words: str, name: str) -> None:
        """Press MONTER, DESCENDRE or RETIRER beside a file, and wait until the row is there anew."""
        button = self.file(piece, name).get_by_role("button", name=f"{words} {name}")
        if self.window.view.scripts:
            line = await self.file(piece, name).element_handle()
            await button.click()
            await line.wait_for_element_state("hidden")
            return
        async with self.window.page.expect_navigation():
            await button.click()

    async def replace(self, piece: str, name: str, paper: Paper) -> None:
        line = self.file(piece, name)
        if not self.window.view.scripts:
            await line.get_by_text("REMPLACER").click()
        await line.locator("input[type=file]").set_input_files(payloads([paper]))
        if not self.window.view.scripts:
            await self.window.press("JOINDRE À LA PLACE", inside=line)
        await self.file(piece, paper.name).wait_for()

    async def sign(self, name: str) -> None:
        """The last questions of every sworn statement."""
        await self.window.fill("Fait à (ville)", "Carros")
        await self.window.fill("Prénom et nom de la personne qui signe", name)
        await self.window.choose("Je certifie sur l'honneur que les renseignements ci-dessus sont exacts.")

    async def complete_family_record(self, family: InventedFamily) -> None:
        """What the creation did not ask for."""
        await self.window.fill("Situation Familiale", family.adult.family_situation)
        await self.window.fill("Téléphone portable", family.adult.mobile)
        await self.window.choose("Je déclare exacts les renseignements de cette fiche.")

    async def names(self, piece: str) -> list[str]:
        """The files of a piece in the order in which they stand."""
        texts = await self.row(piece).locator(".k-files__name").all_inner_texts()
        return [text.splitlines()[0].strip() for text in texts]

    async def wrongs(self, piece: str) -> list[str]:
        """The sentences beside a piece."""
        return await self.row(piece).locator(".govuk-error-message").all_inner_texts()


def _an_address_of_its_own() -> str:
    """The site slows down each address by itself."""
    return an_address(secrets.randbelow(40_000))


def payloads(papers: Sequence[Paper]) -> list[FilePayload]:
    """As a phone hands them over; browsers know the kind from the name."""
    return [FilePayload(name=paper.name, mimeType="", buffer=paper.content) for paper in papers]
