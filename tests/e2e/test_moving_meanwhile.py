"""A family moves while it waits for a school: household hears it, schooling flags the request and moves nothing."""

import asyncio
import time

import pytest
from lxml import html  # type: ignore[import-untyped] # publishes no types

from libs.french.elision import de
from tests.support.agents import AgentAtWork
from tests.support.family_space import INSCRIPTIONS, FamilySpace, conclude
from tests.support.invented_families import invent_family
from tests.support.pages import Page
from tests.support.peopled_town import PRE_REGISTRATION
from tests.support.procedures import STREET_NUMBER
from tests.support.running_product import Product
from tests.support.sign_in import DASHBOARD
from tests.support.visitor import Visitor, an_address

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

FAMILY_RECORD = "Ma Fiche Famille : Fiche de renseignement"


async def test_a_move_that_the_town_accepts_flags_the_open_request_and_never_moves_it(
    product: Product, run: str
) -> None:
    async with (
        Visitor(product.site, source=an_address(411)) as parent,
        Visitor(product.site, source=an_address(412)) as desk,
    ):
        space = FamilySpace(parent, invent_family(f"demenage.{run}"))
        agent = AgentAtWork(desk, await product.new_agent("agent_famille", "agent_scolaire"))
        await asyncio.gather(space.arrive(product), agent.sign_in())
        await space.complete()
        await space.hand_in()
        await conclude(agent, space.code)
        child = space.family.child
        page = await space.school_choice(PRE_REGISTRATION, child)
        await parent.press(page.form("TERMINER"))
        asked = await _follow_up(space)
        assert not asked.says("Votre adresse a changé")
        request = await _request(agent, space.code, child.first_name)
        before = await agent.visitor.open(request)
        address, school = _fact(before, "Adresse"), _fact(before, "École de secteur")

        page = await parent.open((await parent.open(DASHBOARD)).link(FAMILY_RECORD))
        await parent.press(page.form("ENREGISTRER").fill(STREET_NUMBER, "61"))
        await space.complete()
        await space.hand_in()
        assert not (await _follow_up(space)).says("Votre adresse a changé"), "the town has not accepted it yet"
        await conclude(agent, space.code)

        told = await _until_it_says(space, "Votre adresse a changé depuis cette demande.")
        assert told.says("Elle n'est pas déplacée")
        after = await agent.visitor.open(request)
        assert after.says("Adresse changée")
        assert after.says("Adresse actuelle : 61 ")
        assert after.says("La demande reste celle de l'adresse d'alors.")
        assert _fact(after, "Adresse").startswith(address)
        assert _fact(after, "École de secteur") == school


async def _follow_up(space: FamilySpace) -> Page:
    page = await space.visitor.open(INSCRIPTIONS)
    return await space.visitor.open(page.link(f"Suivre la scolarité {de(space.family.child.first_name)}"))


async def _until_it_says(space: FamilySpace, words: str) -> Page:
    deadline = time.monotonic() + 30
    while not (page := await _follow_up(space)).says(words):
        assert time.monotonic() < deadline, page.text[:800]
        await asyncio.sleep(0.3)
    return page


async def _request(agent: AgentAtWork, code: str, first_name: str) -> str:
    page = await agent.visitor.open("/agents/scolarite")
    page = await agent.visitor.press(page.form("FILTRER").fill("Code famille", code))
    return page.link_in_row(first_name)


def _fact(page: Page, title: str) -> str:
    """What stands beside a title in the list of what the family asked for."""
    [found] = html.document_fromstring(page.source).xpath(
        f"//dl[contains(@class, 'k-values')]/div[dt[text()='{title}']]/dd"
    )
    return " ".join(found.text_content().split())
