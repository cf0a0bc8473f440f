"""One running product and one Chromium for all tests of the session."""

import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.e2e.window import Screenshots
from tests.support.invented_families import InventedFamily, invent_family
from tests.support.procedures import Registering
from tests.support.running_product import Product, running_product
from tests.support.visitor import Visitor, an_address

_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """The services and the gateway on servers of their own, without a family."""
    with running_product("e2e") as product:
        yield product


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, headless."""
    program = shutil.which("chromium")
    assert program, "Chromium is missing; type: sudo apt-get install chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, headless=True, args=_OPTIONS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def screenshots() -> Screenshots:
    """Kept in the folder that KIOSQUE_SCREENSHOTS names; without it none is taken."""
    folder = os.environ.get("KIOSQUE_SCREENSHOTS")
    return Screenshots(Path(folder) if folder else None)


@pytest.fixture(scope="session")
def run() -> str:
    """Part of every invented address, so that a run on a site that has families already does not meet them."""
    return secrets.token_hex(4)


@pytest.fixture
def family(run: str) -> InventedFamily:
    """One that nobody has registered."""
    return invent_family(f"{run}.{secrets.token_hex(4)}")


@pytest_asyncio.fixture
async def visitor(product: Product) -> AsyncIterator[Visitor]:
    """A browser without JavaScript; whatever the test did to the site, it never answered 500."""
    async with Visitor(product.site, source=an_address(secrets.randbelow(40_000))) as visitor:
        yield visitor
        assert not [(where, status) for where, status in visitor.statuses if status >= 500]


@pytest.fixture
def registering(visitor: Visitor, family: InventedFamily) -> Registering:
    """Somebody who is about to create a family."""
    return Registering(visitor, family)
