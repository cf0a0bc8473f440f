"""An agent's browser, and a household that decides."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import OKPKey

from gateway.main import create_app
from libs.commune.commune import Commune
from tests.fakes.gateway_agents import SUBMISSION, DecidingHousehold
from tests.fakes.services_behind_gateway import World, fake_clients
from tests.support.pages import Page
from tests.unit.gateway.conftest import Browser, settings_for

FILE = f"/agents/foyers/{SUBMISSION}"


@pytest.fixture(scope="session")
def only_household(only_world: World, commune: Commune) -> DecidingHousehold:
    return DecidingHousehold(only_world, commune)


@pytest.fixture
def household(only_household: DecidingHousehold, world: World, commune: Commune) -> DecidingHousehold:
    """A fresh one for each test, behind the agents' one app."""
    vars(only_household).update(vars(DecidingHousehold(world, commune)))
    return only_household


@pytest.fixture(scope="session")
def agents_app(
    only_world: World, only_household: DecidingHousehold, commune: Commune, private_key: OKPKey, assets_dir: Path
) -> FastAPI:
    clients = replace(fake_clients(only_world, commune), household=only_household)
    return create_app(settings_for(private_key, assets_dir), commune, clients)


@pytest.fixture
def app(agents_app: FastAPI, household: DecidingHousehold) -> FastAPI:
    return agents_app


@pytest.fixture
def agent(browser: Browser, world: World) -> "Agent":
    token = world.staff_session()
    browser.arrive(token)
    return Agent(browser, world.sessions[token]["id"])


class Agent:
    """Somebody of the town at a browser."""

    def __init__(self, browser: Browser, staff_id: str) -> None:
        self.browser = browser
        self.id = staff_id

    async def opens(self, path: str = FILE) -> Page:
        return _page(await self.browser.get(path))

    async def presses(
        self, button: str, choices: dict[str, str] | None = None, *, seen: str = "", path: str = FILE
    ) -> Page:
        """Send the page's form; what is not chosen is not sent."""
        given: dict[str, str | list[str]] = {"action": button, "seen": seen, **(choices or {})}
        return _page(await self.browser.post(path, given))


def seen_on(page: Page) -> str:
    """What the form says that its page showed."""
    return next(value for form in page.forms() for name, value in form.filled()[0] if name == "seen")


def _page(answer: httpx.Response) -> Page:
    return Page(answer.headers.get("location", str(answer.url)), answer.status_code, answer.text)
