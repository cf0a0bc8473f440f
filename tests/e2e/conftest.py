"""One running product and one Chromium for all tests of the session."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.e2e.window import Screenshots
from tests.support.running_product import Product, running_product
from tests.support.visitor import Visitor

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


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(product: Product) -> AsyncIterator[Visitor]:
    """A browser without JavaScript; whatever the test did to the site, it never answered 500."""
    async with Visitor(product.site) as visitor:
        yield visitor
        broken = [(where, status) for where, status in visitor.statuses if status >= 500]
        assert not broken
