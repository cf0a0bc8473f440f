"""What an agent does at the desk, by the words on the screen."""

import re
from dataclasses import dataclass

from tests.support.pages import Page
from tests.support.running_product import AgentLogin
from tests.support.visitor import Visitor

SIGN_IN = "/agents/connexion"
WORK_LIST = "/agents/foyers"
NEVER_ACTIVATED = f"{WORK_LIST}/jamais-actives"
_FILE = re.compile(r"/agents/foyers/[0-9a-f]{8}-[0-9a-f-]+$")


@dataclass
class AgentAtWork:
    """An agent's browser without JavaScript."""

    visitor: Visitor
    login: AgentLogin

    async def sign_in(self) -> Page:
        """Password, then the six digits."""
        page = await self.visitor.open(SIGN_IN)
        form = page.form("CONNEXION").fill("Identifiant", self.login.login).fill("Mot de passe", self.login.password)
        page = await self.visitor.press(form)
        page = await self.visitor.press(page.form("CONTINUER").fill("Code à 6 chiffres", self.login.code()))
        assert page.path == WORK_LIST, f"at {page.path} ({page.status}): {page.text[:500]}"
        return page

    async def find(self, code: str) -> list[str]:
        """The addresses of the open submissions of one family, whether its account was activated or not."""
        found = []
        for listing in (WORK_LIST, NEVER_ACTIVATED):
            page = await self.visitor.open(listing)
            page = await self.visitor.press(page.form("FILTRER").fill("Code famille", code))
            found += [target for words, target in page.links() if words == code and _FILE.search(target)]
        return found

    async def work_list(self) -> dict[str, list[str]]:
        """Every open submission: code famille to the addresses of its files, over all pages of both lists."""
        found: dict[str, list[str]] = {}
        for listing in (WORK_LIST, NEVER_ACTIVATED):
            address: str | None = listing
            while address:
                page = await self.visitor.open(address)
                assert page.status == 200, f"{page.status} at {page.path}"
                for words, target in page.links():
                    if _FILE.search(target):
                        found.setdefault(words, []).append(target)
                address = next((target for words, target in page.links() if words.startswith("Page suivante")), None)
        return found

    async def files_of(self, page: Page) -> dict[str, bytes]:
        """The content of every file that a submission shows, by its address."""
        files = {}
        for _, target in page.links():
            if "/pieces/" in target:
                answer = await self.visitor.download(target)
                assert answer.status_code == 200, f"{answer.status_code} for {target}"
                files[target] = answer.content
        return files
