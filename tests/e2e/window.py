"""A browser window on the site: every page that it comes to is examined by axe, and shown where that is wanted."""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe
from axe_playwright_python.base import AxeResults
from PIL import Image
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response

_AXE = Axe()
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}


@dataclass(frozen=True)
class Screenshots:
    """Where pictures of pages go; nowhere when `folder` is None."""

    folder: Path | None

    async def take(self, page: Page, name: str) -> None:
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            picture = Image.open(io.BytesIO(await page.screenshot(full_page=True)))
            # Few colours: a third of the size, and the repository keeps every version.
            picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(
                self.folder / f"{name}.png", optimize=True
            )


@dataclass(frozen=True)
class View:
    """How somebody looks at the site."""

    width: int
    scripts: bool

    @property
    def name(self) -> str:
        return f"{self.width}{'' if self.scripts else '-sans-javascript'}"


@dataclass
class Window:
    """One person's browser.

    Attributes:
        troubles: what went wrong without the test asking: server errors, refused scripts, sideways scrolling.
    """

    page: Page
    view: View
    screenshots: Screenshots
    who: str
    troubles: list[str] = field(default_factory=list)
    _beside: Page | None = None

    @classmethod
    async def opened(cls, browser: Browser, site: str, view: View, screenshots: Screenshots, who: str) -> "Window":
        context = await browser.new_context(
            base_url=site,
            viewport={"width": view.width, "height": 900},
            java_script_enabled=view.scripts,
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        context.set_default_timeout(15_000)
        window = cls(await context.new_page(), view, screenshots, who)
        window.page.on("response", window._note_response)
        window.page.on("console", window._note_console)
        window.page.on("pageerror", lambda error: window.troubles.append(f"script error: {error}"))
        return window

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    async def close(self) -> None:
        """Close it. Raises AssertionError when something went wrong on the way."""
        await self.context.close()
        if self._beside is not None:
            await self._beside.close()
        assert not self.troubles, "\n".join(self.troubles)

    async def open(self, path: str) -> None:
        await self.page.goto(path)

    async def press(self, words: str, *, inside: Locator | None = None) -> None:
        """Press the button with these words, and wait for the page that comes."""
        button = (inside or self.page.locator("body")).get_by_role("button", name=_exactly(words))
        async with self.page.expect_navigation():
            await button.click()

    async def follow(self, words: str) -> None:
        """Follow the link with these words."""
        async with self.page.expect_navigation():
            await self.page.get_by_role("link", name=_exactly(words)).first.click()

    async def go_on(self, words: str) -> None:
        """Press what bears these words, link or button."""
        link = self.page.get_by_role("link", name=_exactly(words))
        async with self.page.expect_navigation():
            await link.or_(self.page.get_by_role("button", name=_exactly(words))).first.click()

    async def fill_or_choose(self, label: str, value: str) -> None:
        """Answer a question whose choices may be a list or radio buttons."""
        if await self.field(value).count():
            await self.choose(value)
        else:
            await self.fill(label, value)

    async def card(self, title: str) -> str:
        """The words of the list entry under this heading."""
        heading = self.page.get_by_role("heading", name=_exactly(title))
        return await self.page.get_by_role("listitem").filter(has=heading).inner_text()

    def group(self, title: str) -> Locator:
        """The part of the page that is named by these words."""
        return self.page.get_by_role("group", name=_exactly(title))

    def row(self, words: str) -> Locator:
        """The table row that bears these words."""
        return self.page.get_by_role("row").filter(has_text=words)

    async def fill(self, label: str, value: str) -> None:
        """Type into the field with this label, or choose the option with these words."""
        control = self.field(label)
        if await control.evaluate("element => element.tagName") == "SELECT":
            await control.select_option(label=value)
        else:
            await control.fill(value)

    async def choose(self, label: str) -> None:
        """Tick the box or pick the choice with this label, which is what a finger touches."""
        await self.field(label).check()

    def field(self, label: str) -> Locator:
        """The input itself: a section may bear the same words."""
        return self.page.get_by_label(_label(label)).and_(self.page.locator("input, select, textarea"))

    async def says(self, words: str) -> bool:
        return _plain(words) in _plain(await self.page.locator("body").inner_text())

    async def examine(self, name: str) -> None:
        """Take its picture; look that it needs no sideways scrolling; ask axe. Raises AssertionError."""
        await self.screenshots.take(self.page, f"{name}-{self.view.name}")
        too_wide = await self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert too_wide <= 0, f"{name}: {too_wide} px wider than the window of {self.view.width} px"
        results = await self._ask_axe()
        assert not results.violations_count, f"{name} ({self.path}): {results.generate_report()}"

    async def _ask_axe(self) -> AxeResults:
        """Axe is a script itself: where none may run it is shown the same HTML in a window of its own."""
        if self.view.scripts:
            return await _AXE.run(self.page, options=_RULES)
        body = _SCRIPT.sub("", await self.page.content())
        if self._beside is None:
            browser = self.context.browser
            assert browser is not None
            self._beside = await browser.new_page(viewport=self.page.viewport_size)
        await self._beside.route(self.page.url, lambda route: route.fulfill(body=body, content_type="text/html"))
        await self._beside.goto(self.page.url)
        await self._beside.unroute_all()
        return await _AXE.run(self._beside, options=_RULES)

    def _note_response(self, response: Response) -> None:
        if response.status >= 500:
            self.troubles.append(f"{response.status} at {urlsplit(response.url).path}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.troubles.append(message.text)


def _exactly(words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{_flexible(words)}\s*$", re.IGNORECASE)


def _label(words: str) -> re.Pattern[str]:
    """The label, with or without its star, its colon, and nothing else."""
    return re.compile(rf"^\s*(\*\s*)?{_flexible(words)}\s*[:*\s]*$", re.IGNORECASE)


def _flexible(words: str) -> str:
    return re.escape(words).replace("'", "['’]").replace(r"\ ", r"\s+")


def _plain(words: str) -> str:
    return " ".join(words.replace("’", "'").split()).casefold()
