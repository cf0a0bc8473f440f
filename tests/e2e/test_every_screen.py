"""Every page that somebody can come to, as everybody who can: it comes, it reads well, and some link leads to it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from lxml import html  # type: ignore[import-untyped] # publishes no types

from tests.support.peopled_town import peopled_town
from tests.support.readable import unreadable
from tests.support.running_product import Product
from tests.support.walk import ROUTES, Screen, Walk, path_of

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(600)]

# Spaces in which somebody goes down into pages: there a page says where it is.
SPACES = ("/mon-espace", "/agents/")
LISTS = (
    "/agents/foyers",
    "/agents/foyers/jamais-actives",
    "/agents/scolarite",
    "/agents/scolarite/places",
    "/agents/messages",
    "/agents/rendez-vous",
    "/agents/rendez-vous/{uai}",
)
_ASKED_BY_SCRIPTS = "JSON that a script of the page asks for"
_OPENED_ELSEWHERE = "a creation online opens its files at /pieces; the counter has the same routes, which are visited"
UNVISITED = {
    "/api/v1/session": _ASKED_BY_SCRIPTS,
    "/api/v1/{service}/{path:path}": _ASKED_BY_SCRIPTS,
    "/api/{path:path}": "answers 404 to whatever is no part of the API",
    "/certificats/cles.json": "public keys for programs that check certificates without a network",
    "/creer-ma-famille/compte/defi": _ASKED_BY_SCRIPTS,
    "/premiere-utilisation/compte/defi": _ASKED_BY_SCRIPTS,
    "/creer-ma-famille/confirmation/etat": _ASKED_BY_SCRIPTS,
    "/creer-ma-famille/foyer/pieces/{document_id}": _OPENED_ELSEWHERE,
    "/creer-ma-famille/foyer/pieces/{document_id}/apercu": _OPENED_ELSEWHERE,
    "/villes": _ASKED_BY_SCRIPTS,
}
"""What nobody comes to by links, and why that is right."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def walks(product: Product, run: str) -> AsyncIterator[list[Walk]]:
    """Everybody has been everywhere: parents first, since an agent who opens a request ends its taking back."""
    async with peopled_town(product, run) as town:
        for walk, starts in sorted(town.walks, key=lambda found: found[0].who.startswith(("agent", "direction"))):
            await walk.everywhere_from(*starts)
        yield [walk for walk, _ in town.walks]


async def test_every_page_comes_and_can_be_read(walks: list[Walk]) -> None:
    refused = [line for walk in walks for line in walk.refused]
    assert not refused, "\n".join(refused)
    wrong = sorted(
        {
            f"{screen.pattern} for {walk.who}: {said}"
            for walk in walks
            for screen in walk.screens
            if not screen.path.startswith("/api/")
            for said in (*unreadable(screen.source), *lost(screen))
        }
    )
    assert not wrong, "\n".join(wrong)


async def test_every_route_leads_to_a_page_that_somebody_comes_to(walks: list[Walk]) -> None:
    visited = {route for walk in walks for route in walk.routes}
    forgotten = {path_of(route) for route in ROUTES} - visited - set(UNVISITED)
    assert not forgotten, f"no link leads there: {sorted(forgotten)}"


def lost(screen: Screen) -> list[str]:
    """« Vous êtes ici » is missing. The lists of the agents are where their menu leads: there the menu says it."""
    if not screen.path.startswith(SPACES) or screen.pattern in LISTS:
        return []
    trail = html.document_fromstring(screen.source).xpath("//nav[starts-with(@class, 'k-breadcrumb')]")
    return [] if trail and "Vous êtes ici" in trail[0].text_content() else ["no breadcrumb"]
