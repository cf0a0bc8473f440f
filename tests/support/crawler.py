"""Whatever a signed-in person can read by following links: pages, files, PDFs and archives, as text to search."""

import io
import re
import zipfile
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html  # type: ignore[import-untyped] # publishes no types
from pypdf import PdfReader

from tests.support.visitor import Visitor

_REFERRING = ("//a/@href", "//img/@src", "//link/@href", "//script/@src", "//form[@method='get']/@action")
_AT_MOST = 600


@dataclass
class Read:
    """What one address gave.

    Attributes:
        text: the source of a page, headers included; of a PDF the text and metadata; of an archive all of its files.
    """

    address: str
    status: int
    text: str


@dataclass
class Crawl:
    """A walk through a site by one visitor.

    Attributes:
        leave_out: beginnings of paths that are not followed.
        read: by address, without fragments.
    """

    visitor: Visitor
    leave_out: Collection[str] = ()
    read: dict[str, Read] = field(default_factory=dict)

    async def everything_from(self, *starts: str) -> None:
        """Follow every link of the site. Raises AssertionError when there is no end to it."""
        waiting = deque(urljoin(self.visitor.site, start) for start in starts)
        while waiting:
            address = urldefrag(waiting.popleft()).url
            if address in self.read or not self._follows(address):
                continue
            assert len(self.read) < _AT_MOST, f"more than {_AT_MOST} addresses; the last is {address}"
            waiting.extend(await self._open(address))

    def holding(self, word: str) -> list[str]:
        """The addresses whose content holds the word, whatever its case, written with or without spaces.

        Digits inside a longer number are another number: a family's code may stand in a SIREN.
        """
        wanted = _spread(word)
        return [found.address for found in self.read.values() if wanted.search(found.text)]

    def _follows(self, address: str) -> bool:
        parts, site = urlsplit(address), urlsplit(self.visitor.site)
        return parts.netloc == site.netloc and not parts.path.startswith(tuple(self.leave_out) or ("\0",))

    async def _open(self, address: str) -> list[str]:
        answer = await self.visitor.download(address)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        self.read[address] = Read(address, answer.status_code, f"{heads}\n{as_text(kind, answer.content)}")
        if kind != "text/html" or not answer.content:
            return []
        document = html.document_fromstring(answer.text)
        return [urljoin(str(answer.url), target) for path in _REFERRING for target in document.xpath(path)]


def as_text(kind: str, content: bytes) -> str:
    """A content as text to search.

    Args:
        kind: its media type.
    """
    if kind == "application/pdf":
        return "\n".join(_of_pdf(content))
    if kind == "application/zip":
        return "\n".join(_of_archive(content))
    return content.decode(errors="replace")


def _of_pdf(content: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(content))
    yield str(reader.metadata)
    for page in reader.pages:
        yield page.extract_text()


def _of_archive(content: bytes) -> Iterator[str]:
    kinds = {".pdf": "application/pdf", ".zip": "application/zip"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name
            suffix = name[name.rfind(".") :].lower()
            yield as_text(kinds.get(suffix, "text/plain"), archive.read(name))


def _spread(word: str) -> re.Pattern[str]:
    signs = "".join(word.split())
    before, after = r"(?<!\d)" if signs[0].isdigit() else "", r"(?!\d)" if signs[-1].isdigit() else ""
    return re.compile(before + r"\s*".join(map(re.escape, signs)) + after, re.IGNORECASE)
