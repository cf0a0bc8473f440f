"""What no page may show to somebody who reads it: words of the code, identifiers, holes in a sentence."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from lxml import html  # type: ignore[import-untyped] # publishes no types

import services
from tests.support.pages import plain, words_of

_UNREAD = ("script", "style", "template", "head")
_SPOKEN = ("aria-label", "title", "placeholder", "alt")
_SITE = re.compile(r" - Kiosque famille - Ville (de |d')\S+$")
# Addresses of mail and of the web are read as they are.
_ADDRESSES = re.compile(r"\S+@\S+|https?://\S+|\b[\w-]+\.(pdf|png|jpe?g|fr|org|json|csv)\b")
_RAW = {
    "identifier": re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f-]{17}\b"),
    "date of a machine": re.compile(r"\b\d{4}-\d\d-\d\d(T|\b)"),
    "name of the code": re.compile(r"\b[a-z0-9]+_[a-z0-9_]+\b|\b(child|adult|health|family)-\w+|\b\w+\.v\d\b"),
    "hole": re.compile(
        r"\b(None|True|False|undefined|NaN|null)\b|\[object|\{\{|\}\}|\{[a-z_]*\}|%[sd]\b|\bUndefined\b"
    ),
    "HTML": re.compile(r"&(amp|lt|gt|quot|#\d+);|</?[a-z]+>"),
    "English": re.compile(
        r"\b(the|and|with|your|from|pending|accepted|refused|submitted|opened|waiting|unknown|error|child|children|"
        r"health|family|adult|record|records|required|submit|save|cancel|back|next|clean|infected|draft|booked|"
        r"cancelled|valid|revoked|replaced|green|red|file|piece|staff|school|level|withdrawn|concluded|missing)\b"
    ),
    "empty": re.compile(r"\(\s*\)|«\s*»| ,| \.(?![\w.])|(?<!\.)\.\.(?!\.)|,,"),
}


def unreadable(source: str) -> list[str]:
    """What is wrong with the words of a page: each with its surroundings.

    Args:
        source: its HTML.
    """
    document = html.document_fromstring(source)
    wrong = list(_of_the_frame(document))
    for element in list(document.iter(*_UNREAD)):
        element.drop_tree()
    for text in _texts(document):
        bare = _ADDRESSES.sub("adresse", text)
        for what, pattern in _RAW.items():
            if found := pattern.search(bare):
                wrong.append(f"{what} {found[0]!r} in « {bare[max(0, found.start() - 40) : found.end() + 40]} »")
        if bare.strip() in codes():
            wrong.append(f"code {bare.strip()!r}")
    return wrong


@cache
def codes() -> frozenset[str]:
    """What the services call states and kinds: every value of every enumeration that is no French word."""
    found = {
        str(member)
        for module in pkgutil.walk_packages(services.__path__, "services.")
        if ".domain" in module.name
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, type) and issubclass(value, StrEnum)
        for member in value
    }
    return frozenset(code for code in found if "-" in code or "_" in code or (code.isascii() and code in _ENGLISH))


_ENGLISH = frozenset({"open", "sector", "outside", "derogation", "red", "orange", "green", "accept", "refuse", "info"})


def _of_the_frame(document: html.HtmlElement) -> Iterator[str]:
    if document.get("lang") != "fr":
        yield f"its language is {document.get('lang')!r}"
    title = _SITE.sub("", plain_title(document))
    headings = document.findall(".//h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1"
        return
    named = set(re.findall(r"\w{3,}", plain(title)))
    said = set(re.findall(r"\w{3,}", plain(" ".join(headings[0].itertext()))))
    if not named & said:
        yield f"the title {title!r} does not name {words_of(headings[0])!r}"


def plain_title(document: html.HtmlElement) -> str:
    return " ".join((document.findtext(".//title") or "").split())


def _texts(document: html.HtmlElement) -> Iterator[str]:
    """Sentence by sentence: what stands in one block, and what is said aloud of an element."""
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        yield from (element.get(name) for name in _SPOKEN if element.get(name))
        yield from (" ".join(text.split()) for text in (element.text, element.tail) if text and text.strip())
