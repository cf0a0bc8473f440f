"""A walk through every page that somebody can come to: links and GET forms are followed, whatever they lead to."""

import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

from lxml import html  # type: ignore[import-untyped] # publishes no types
from starlette.routing import BaseRoute, Match

from gateway.main import ROUTERS
from tests.support.visitor import Visitor

_REFERRING = ("//a/@href", "//img/@src", "//link/@href", "//script/@src")
_KIND_OF_RECORD = re.compile(r"/(family|adult|child|health)-[0-9a-f-]{36}\b")
ROUTES: tuple[BaseRoute, ...] = tuple(
    route for router in ROUTERS for route in router.routes if "GET" in getattr(route, "methods", ())
)
"""Whatever the gateway answers a GET with."""


def path_of(route: BaseRoute) -> str:
    """Its template: `/mon-espace/fiches/{key}`."""
    return str(getattr(route, "path", ""))


def route_of(path: str) -> str | None:
    """The template of the route that answers this path; None for a file of the site's own."""
    scope = {"type": "http", "method": "GET", "path": path, "root_path": ""}
    return next((path_of(route) for route in ROUTES if route.matches(scope)[0] is Match.FULL), None)


@dataclass(frozen=True)
class Screen:
    """One page, as it came.

    Attributes:
        pattern: its route's template; with the kind of fiche, since each kind is another page.
        parts: what it is made of: every tag with its classes. Pages of one pattern and the same parts look alike.
    """

    address: str
    pattern: str
    status: int
    source: str
    parts: frozenset[str]

    @property
    def path(self) -> str:
        return urlsplit(self.address).path


@dataclass
class Walk:
    """One person's way.

    Args:
        who: the role; several families are one.
        alike: how many addresses of one pattern are opened at most: lists of a full town have no end.
        leave_out: addresses that are not opened, since opening them changes what others see.
    """

    who: str
    visitor: Visitor
    alike: int = 40
    leave_out: set[str] = field(default_factory=set)
    screens: list[Screen] = field(default_factory=list)
    routes: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    _opened: set[str] = field(default_factory=set)
    _of_pattern: Counter[str] = field(default_factory=Counter)

    async def everywhere_from(self, *starts: str) -> None:
        """Follow everything that is not followed yet."""
        waiting = deque(urljoin(self.visitor.site, start) for start in starts)
        while waiting:
            address = urldefrag(waiting.popleft()).url
            path = urlsplit(address).path
            pattern = pattern_of(path)
            if (
                address in self._opened | self.leave_out
                or not self._is_here(address)
                or self._of_pattern[pattern] >= self.alike
            ):
                continue
            self._opened.add(address)
            self._of_pattern[pattern] += 1
            waiting.extend(await self._open(address))

    async def look_at(self, address: str) -> None:
        """One page now, since it will be another later."""
        address = urljoin(self.visitor.site, address)
        self._opened.add(address)
        await self._open(address)

    def to_look_at(self, seen: dict[str, set[str]]) -> list[Screen]:
        """Of each pattern the pages that have a part which none before had.

        Args:
            seen: the parts that were met, by pattern; it grows.
        """
        chosen = []
        for screen in self.screens:
            known = seen.setdefault(screen.pattern, set())
            if not known or screen.parts - known:
                chosen.append(screen)
            known |= screen.parts
        return chosen

    def _is_here(self, address: str) -> bool:
        return urlsplit(address).netloc == urlsplit(self.visitor.site).netloc

    async def _open(self, address: str) -> Iterable[str]:
        answer = await self.visitor.download(address)
        arrived = urldefrag(str(answer.url)).url
        for step in (*answer.history, answer):
            if (route := route_of(step.url.path)) is not None and step.status_code < 400:
                self.routes.add(route)
        if answer.status_code != 200:
            self.refused.append(f"{answer.status_code} at {answer.url.path} for {self.who}")
        if not answer.headers.get("content-type", "").startswith("text/html") or not self._is_here(arrived):
            return []
        document = html.document_fromstring(answer.text)
        if arrived == address or arrived not in self._opened:
            self._opened.add(arrived)
            parts = frozenset(
                f"{element.tag}.{name}"
                for main in document.iter("main")
                for element in main.iter()
                if isinstance(element.tag, str)
                for name in element.get("class", "").split() or [""]
            )
            pattern = pattern_of(urlsplit(arrived).path)
            self.screens.append(Screen(arrived, pattern, answer.status_code, answer.text, parts))
        found = [urljoin(arrived, target) for path in _REFERRING for target in document.xpath(path)]
        return [*found, *_answers_of_forms(document, arrived)]


def pattern_of(path: str) -> str:
    kind = _KIND_OF_RECORD.search(path)
    return f"{route_of(path) or path}{f' ({kind[1]})' if kind else ''}"


def _answers_of_forms(document: html.HtmlElement, page: str) -> Iterable[str]:
    """Where forms that GET lead: as they stand, and with each choice of each list."""
    for form in document.xpath("//form[not(@method) or translate(@method, 'GET', 'get') = 'get']"):
        fields = {name: value or "" for name, value in form.form_values()}
        action = urljoin(page, form.get("action") or page)
        yield f"{action}?{urlencode(fields)}"
        for choice in form.iter("select"):
            for option in choice.iter("option"):
                yield f"{action}?{urlencode({**fields, str(choice.get('name')): option.get('value', '')})}"
