"""Every page that somebody can come to, as everybody who can: it works, reads well and fits, in any browser."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lxml import html  # type: ignore[import-untyped] # publishes no types
from playwright.async_api import Browser, Request

from tests.e2e.window import Screenshots, View, Window
from tests.support.peopled_town import peopled_town
from tests.support.readable import unreadable
from tests.support.running_product import Product
from tests.support.walk import ROUTES, Screen, Walk, path_of

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(600)]

VIEWS = [View(1280, scripts=True), View(360, scripts=False)]
AT_A_TIME = 3
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
UNEXAMINED = {
    "/api/docs": "Swagger UI draws it; what it shows is the JSON document, which is there for itself",
    "/agents/connexion/code": "stands between the password and the agent's first page: who is signed in is led on",
    "/mon-espace/inscriptions/{child_id}/demandes/{request_id}/reprendre": "gone since the agents walked by",
}
"""What the walk has read and no window is opened for, and why."""


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


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_every_page_fits_and_passes_axe(walks: list[Walk], chromium: Browser, view: View) -> None:
    folder = os.environ.get("KIOSQUE_EVERY_SCREEN")
    screenshots = Screenshots(Path(folder) if folder else None)
    turns = asyncio.Semaphore(AT_A_TIME)
    seen: dict[str, set[str]] = {}
    looking = [look(walk, to_examine(walk, seen), chromium, view, screenshots, turns) for walk in walks]
    troubles = [line for lines in await asyncio.gather(*looking) for line in lines]
    assert not troubles, "\n".join(troubles)


def lost(screen: Screen) -> list[str]:
    """« Vous êtes ici » is missing. The lists of the agents are where their menu leads: there the menu says it."""
    if not screen.path.startswith(SPACES) or screen.pattern in LISTS:
        return []
    trail = html.document_fromstring(screen.source).xpath("//nav[starts-with(@class, 'k-breadcrumb')]")
    return [] if trail and "Vous êtes ici" in trail[0].text_content() else ["no breadcrumb"]


def to_examine(walk: Walk, seen: dict[str, set[str]]) -> list[Screen]:
    return [screen for screen in walk.to_look_at(seen) if screen.pattern not in UNEXAMINED]


async def look(
    walk: Walk, screens: list[Screen], chromium: Browser, view: View, screenshots: Screenshots, turns: asyncio.Semaphore
) -> list[str]:
    """Open each in a window with this person's cookies. Returns what is wrong."""
    async with turns:
        if not screens:
            return []
        window = await Window.opened(chromium, walk.visitor.site, view, screenshots, walk.who)
        cookies = [
            {"name": name, "value": value, "url": walk.visitor.site} for name, value in walk.visitor.cookies().items()
        ]
        await window.context.add_cookies(cookies)  # type: ignore[arg-type] # a plain dict is what it takes
        window.context.set_default_timeout(60_000)  # nothing is timed here
        watched(window)
        wrong = []
        for number, screen in enumerate(screens):
            try:
                await window.open(screen.address)
                assert window.page.url.partition("#")[0] == screen.address, f"{screen.address} leads to {window.path}"
                await window.examine(f"{slug(screen.pattern)}-{walk.who.replace(' ', '-')}-{id(walk) % 1000}-{number}")
            except AssertionError as error:
                wrong.append(f"{screen.pattern} for {walk.who}: {error}")
        wrong += [f"{walk.who}: {trouble}" for trouble in window.troubles]
        window.troubles.clear()
        await window.close()
        return wrong


def watched(window: Window) -> None:
    """Whatever a browser complains of is a trouble."""
    page, troubles = window.page, window.troubles
    page.on(
        "console",
        lambda message: (
            troubles.append(f"{message.text} at {page.url}") if message.type in ("error", "warning") else None
        ),
    )
    page.on("requestfailed", lambda request: _note_failure(request, troubles))
    page.on(
        "response",
        lambda response: troubles.append(f"{response.status} for {response.url}") if response.status >= 400 else None,
    )


def _note_failure(request: Request, troubles: list[str]) -> None:
    if request.failure != "net::ERR_ABORTED":  # what was still on its way when the next page was opened
        troubles.append(f"{request.failure} for {request.url}")


def slug(pattern: str) -> str:
    return re.sub(r"[^a-z]+", "-", pattern.lower()).strip("-") or "accueil"
