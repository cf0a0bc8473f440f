"""What an agent does at the desk, by the words on the screen."""

from dataclasses import dataclass

from tests.support.pages import Page
from tests.support.running_product import AgentLogin
from tests.support.visitor import Visitor

SIGN_IN = "/agents/connexion"
WORK_LIST = "/agents/foyers"


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
        """The addresses of the open submissions of one family."""
        page = await self.visitor.open(WORK_LIST)
        page = await self.visitor.press(page.form("FILTRER").fill("Code famille", code))
        return [target for words, target in page.links() if words == code and "/agents/foyers/" in target]

    async def work_list(self) -> dict[str, list[str]]:
        """Every open submission: code famille to the addresses of its files, over all pages of the list."""
        found: dict[str, list[str]] = {}
        address: str | None = WORK_LIST
        while address:
            page = await self.visitor.open(address)
            assert page.status == 200, f"{page.status} at {page.path}"
            for words, target in page.links():
                if "/agents/foyers/" in target:
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
