"""What a family says of a child's health: read by the agents who may, each reading told, and by nobody else."""

import pytest
from playwright.async_api import Browser

from libs.french.elision import de
from tests.e2e.desk import Desk
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import invent_family
from tests.support.procedures import Registering
from tests.support.running_product import Product
from tests.support.sign_in import DASHBOARD, activate, sign_in
from tests.support.visitor import Visitor, an_address

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

STING, FIRST_AID = "Piqûre de guêpe", "Appeler le 15"
HISTORY = "/mon-espace/mon-compte/historique"


async def test_urgent_facts_are_read_by_those_who_may_and_by_nobody_else(
    product: Product, chromium: Browser, screenshots: Screenshots, run: str
) -> None:
    family = invent_family(f"sante.{run}")
    async with Visitor(product.site, source=an_address(640)) as visitor:
        code = await Registering(visitor, family).create()
        await activate(visitor, product.mails, family.email)
        await sign_in(visitor, code, family.password)
        links = dict((await visitor.open(DASHBOARD)).links())
        fiche = await visitor.open(links[f"Fiche sanitaire {de(family.child.name)}"])
        form = fiche.form("ENREGISTRER").fill("Allergie à", STING).fill("Que faire en cas de réaction", FIRST_AID)
        await visitor.press(form)

        window = await Window.opened(chromium, product.site, View(1280, scripts=True), screenshots, "agent")
        desk = Desk(window, await product.new_agent())
        await desk.sign_in()
        await desk.open_file(code, "sante")
        await window.follow("Fiches sanitaires des enfants")
        page = window.path
        await window.examine("agent-fiches-sanitaires")
        word, _, accepted = (await window.page.locator("main").inner_text()).partition("Accepté par le service")
        assert STING in word
        assert FIRST_AID in word
        assert STING not in accepted
        await window.page.set_viewport_size({"width": 360, "height": 800})
        await window.examine("agent-fiches-sanitaires-telephone")
        await window.close()

        history = await visitor.open(HISTORY)
        assert history.says(f"Le service : Lecture de la fiche sanitaire {de(family.child.name)}")

        window = await Window.opened(chromium, product.site, View(360, scripts=False), screenshots, "agent")
        other = Desk(window, await product.new_agent("agent_scolaire"))
        await other.sign_in()
        await window.open(page)
        await window.examine("agent-fiches-sanitaires-sans-droit")
        assert not await window.says(STING)
        assert not await window.says(family.child.first_name)
        await window.close()
        again = await visitor.open(HISTORY)
        assert again.text.count("Lecture de la fiche sanitaire") == history.text.count("Lecture de la fiche sanitaire")
