"""What an agent does in a browser window."""

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator

from tests.e2e.window import Window
from tests.support.agents import SIGN_IN, WORK_LIST
from tests.support.running_product import AgentLogin


@dataclass
class Desk:
    """An agent at a window."""

    window: Window
    login: AgentLogin

    async def sign_in(self) -> None:
        await self.window.open(SIGN_IN)
        await self.window.examine("agent-connexion")
        await self.window.fill("Identifiant", self.login.login)
        await self.window.fill("Mot de passe", self.login.password)
        await self.window.press("CONNEXION")
        await self.window.examine("agent-code")
        await self.window.fill("Code à 6 chiffres", self.login.code())
        await self.window.press("CONTINUER")

    async def open_file(self, code: str, name: str) -> None:
        """From the work list to a family's submission."""
        await self.window.open(WORK_LIST)
        await self.window.fill("Code famille", code)
        await self.window.press("FILTRER")
        await self.window.examine(f"agent-{name}-liste")
        await self.window.follow(code)
        await self.window.examine(f"agent-{name}-dossier")

    async def refuse(self, item: str, reason: str, comment: str) -> None:
        """Say why; the choice is kept with the next button, whichever it is."""
        group = self.window.group(item)
        await group.get_by_label("Refuser").check()
        await group.get_by_label("Motif du refus").select_option(label=reason)
        await group.get_by_label("Précision pour la famille").fill(comment)

    async def accept_the_rest(self) -> None:
        await self.window.press("ACCEPTER LE RESTE")
        await self.window.examine("agent-decide")

    async def conclude(self) -> None:
        """CONCLURE shows what the family will read; then it is sent."""
        await self.window.press("CONCLURE")
        await self.window.examine("agent-conclure")
        await self.window.press("CONCLURE ET PRÉVENIR LA FAMILLE")
        await self.window.examine("agent-conclu")

    async def downloads(self) -> set[str]:
        """The SHA-256 of every file that the page offers, as the browser saves it."""
        links = self.window.page.locator("main a[href*='/pieces/']")
        return {await self._download(links.nth(number)) for number in range(await links.count())}

    async def _download(self, link: Locator) -> str:
        async with self.window.page.expect_download() as awaited:
            await link.click()
        saved = await (await awaited.value).path()
        return hashlib.sha256(await asyncio.to_thread(Path(saved).read_bytes)).hexdigest()
