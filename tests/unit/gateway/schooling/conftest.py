"""A signed-in parent before MES INSCRIPTIONS."""

from collections.abc import Mapping

import httpx
import pytest

from tests.fakes.services_behind_gateway import World
from tests.support.pages import Page
from tests.unit.gateway.conftest import Browser


class Parent:
    """Somebody at a browser without JavaScript."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    async def opens(self, path: str) -> Page:
        return _page(await self.browser.get(path))

    async def sends(self, path: str, fields: Mapping[str, str | list[str]] | None = None, **more: str) -> Page:
        """What a form of that page would send."""
        return _page(await self.browser.post(path, {**(fields or {}), **more}))


@pytest.fixture
def parent(browser: Browser, world: World) -> Parent:
    browser.arrive(world.family_session())
    world.dashboard = {
        "family_code": "00012",
        "records": [
            {
                "key": "child-33333333-3333-4333-8333-333333333333",
                "kind": "child",
                "name": "Léa Martin",
                "light": "red",
                "status": "incomplete",
                "refused": 0,
                "missing": 1,
                "unsent": False,
                "undeclared": False,
            }
        ],
        "can_submit": False,
        "open_submissions": [],
    }
    return Parent(browser)


def _page(answer: httpx.Response) -> Page:
    return Page(answer.headers.get("location", str(answer.url)), answer.status_code, answer.text)
