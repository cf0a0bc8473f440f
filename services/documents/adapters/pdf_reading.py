"""Reads one PDF whole and says what is wrong with it. Runs as a program of its own, in a process with limits.

`python -I pdf_reading.py` takes the file on standard input and writes one line of JSON: `{"pages": 3}` or
`{"refused": "scripted-pdf"}`. It imports nothing of the product, has no environment and trusts nothing it reads.
"""

import contextlib
import io
import json
import logging
import re
import resource
import signal
import sys
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

MAX_PAGES = 50
MEMORY_BYTES = 384 * 1024 * 1024
CPU_SECONDS = 8
WALL_SECONDS = 15
_MAX_OBJECTS = 200_000
_MAX_INFLATED = 64 * 1024 * 1024
_MAX_DEPTH = 100

# The reason that is told when a file has several: the gravest first.
_GRAVITY = ("scripted-pdf", "launch-action", "embedded-files", "dynamic-form", "rich-media", "automatic-action")

_ACTIONS = {
    "/JavaScript": "scripted-pdf",
    "/Launch": "launch-action",
    "/GoToR": "launch-action",
    "/GoToE": "launch-action",
    "/SubmitForm": "launch-action",
    "/ImportData": "launch-action",
    "/Rendition": "rich-media",
    "/Movie": "rich-media",
    "/Sound": "rich-media",
    "/GoTo3DView": "rich-media",
    "/RichMediaExecute": "rich-media",
}
_SUBTYPES = {
    "/FileAttachment": "embedded-files",
    "/RichMedia": "rich-media",
    "/3D": "rich-media",
    "/Screen": "rich-media",
    "/Movie": "rich-media",
    "/Sound": "rich-media",
}
_KEYS = {
    "/JavaScript": "scripted-pdf",
    "/EmbeddedFiles": "embedded-files",
    "/Collection": "embedded-files",
    "/XFA": "dynamic-form",
    "/RichMediaContent": "rich-media",
}
_FILE_KEYS = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
_SAFE_SCHEMES = {"http", "https", "mailto", "tel"}

_HEADER = re.compile(rb"%PDF-[12]\.[0-9]")
_TAIL = re.compile(rb"startxref\s+[0-9]+\s+%%EOF\s*\Z")
_ZIP_END = b"PK\x05\x06"
_FOREIGN = re.compile(
    rb"<(?:!doctype|html|head|body|script|svg|iframe)\b|<\?php|PK\x03\x04|\x7fELF|MZ\x90\x00", re.IGNORECASE
)
_HIDDEN = (
    (re.compile(rb"/(?:JavaScript|JS)\b"), "scripted-pdf"),
    (re.compile(rb"/(?:Launch|SubmitForm|ImportData)\b"), "launch-action"),
    (re.compile(rb"/(?:EmbeddedFile|FileAttachment)"), "embedded-files"),
    (re.compile(rb"/XFA\b"), "dynamic-form"),
    (re.compile(rb"/RichMedia"), "rich-media"),
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


# What qpdf fills in by itself after it understood the file: no two readers differ on it.
_FILLED_IN = re.compile(
    r"Resources is missing or invalid; repairing"
    r"|MediaBox is undefined; setting to letter"
    r"|/Type key should be /Pages? but is not; overriding"
)
_TOO_COSTLY = re.compile(r"limit exceeded|bad_alloc")


class Refused(Exception):
    """The reason's code is the message."""


def read(body: bytes) -> int:
    """The number of pages.

    Raises:
        Refused: with the reason's code.
    """
    plain = _frame(body)
    limit_qpdf()
    said = _Said()
    try:
        pages = _inside(body)
    except pikepdf.PasswordError:
        raise Refused("encrypted-pdf") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        raise Refused("too-complex-pdf" if said.too_costly() else "unreadable-pdf") from None
    except (MemoryError, RecursionError):
        raise Refused("too-complex-pdf") from None
    if said.too_costly():
        raise Refused("too-complex-pdf")
    if said.damaged():
        raise Refused("unreadable-pdf")
    _hidden(plain)
    return pages


class _Said(logging.Handler):
    """Qpdf's warnings. They come as log records, also when a file cannot even be opened."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: list[str] = []
        logger = logging.getLogger("pikepdf._core")
        logger.handlers, logger.propagate = [self], False

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().strip()
        if text and text != "WARNING:":
            self._texts.append(text)

    def too_costly(self) -> bool:
        return bool(pikepdf.settings.qpdf_limit_errors()) or any(_TOO_COSTLY.search(text) for text in self._texts)

    def damaged(self) -> bool:
        return any(not _FILLED_IN.search(text) for text in self._texts)


def limit_qpdf() -> None:
    """Have qpdf stop by itself, before the process' limits do."""
    pikepdf.settings.set_qpdf_limits(
        doc_max_warnings=20,
        parser_max_nesting=_MAX_DEPTH,
        parser_max_container_size=_MAX_OBJECTS,
        max_stream_filters=4,
        flate_max_memory=_MAX_INFLATED,
        png_max_memory=_MAX_INFLATED,
        tiff_max_memory=_MAX_INFLATED,
        run_length_max_memory=_MAX_INFLATED,
        dct_max_memory=_MAX_INFLATED,
    )


def _frame(body: bytes) -> bytes:
    """Header at the first byte, end at the last, nothing foreign between: a file of one kind. Streams cut out."""
    start = body.find(b"%PDF-", 0, 1024 * 1024)
    if start < 0:
        raise Refused("not-a-pdf")
    if start > 0:
        raise Refused("polyglot-pdf")
    if not _HEADER.match(body):
        raise Refused("unreadable-pdf")
    end = body.rfind(b"%%EOF")
    if end < 0:
        raise Refused("truncated-pdf")
    after = body[end + 5 :].strip(b"\0\t\n\f\r ")
    if after:
        raise Refused("truncated-pdf" if _begun_revision(after) else "polyglot-pdf")
    if not _TAIL.search(body, max(0, end - 64), end + 5):
        raise Refused("truncated-pdf")
    _no_zip(body)
    plain = b"".join(_outside_streams(body))
    if _FOREIGN.search(plain):
        raise Refused("polyglot-pdf")
    return plain


def _outside_streams(body: bytes) -> Iterator[bytes]:
    done = 0
    while (start := body.find(b"stream", done)) >= 0 and (end := body.find(b"endstream", start)) >= 0:
        yield body[done:start]
        done = end + len(b"endstream")
    yield body[done:]


def _begun_revision(after: bytes) -> bool:
    """A later revision (a signature, an annotation) of which the end is missing."""
    return re.match(rb"[0-9]+ [0-9]+ obj\b", after) is not None


def _no_zip(body: bytes) -> None:
    """A ZIP is read from its end, and its last record may hold a comment of 65,535 bytes: a whole PDF's end."""
    place = body.rfind(_ZIP_END, max(0, len(body) - 65_557))
    while place >= 0:
        comment = int.from_bytes(body[place + 20 : place + 22], "little")
        if place + 22 + comment >= len(body.rstrip()):
            raise Refused("polyglot-pdf")
        place = body.rfind(_ZIP_END, max(0, len(body) - 65_557), place)


def _inside(body: bytes) -> int:
    # Recovery off: where a file is damaged, two readers see two documents, and we would have checked only one of them.
    with pikepdf.open(
        io.BytesIO(body), attempt_recovery=False, inherit_page_attributes=False, suppress_warnings=False
    ) as pdf:
        if pdf.is_encrypted:
            raise Refused("encrypted-pdf")
        pages = len(pdf.pages)
        if pages > MAX_PAGES:
            raise Refused("too-many-pages")
        if len(pdf.objects) > _MAX_OBJECTS:
            raise Refused("too-complex-pdf")
        found = set(_findings(pdf))
        if found:
            raise Refused(min(found, key=_GRAVITY.index))
        _read_contents(pdf)
        if pages == 0:
            raise Refused("unreadable-pdf")
        return pages


def _findings(pdf: pikepdf.Pdf) -> Iterator[str]:
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, Dictionary) and opening.get("/S") != Name.GoTo:
        yield "automatic-action"
    for thing in pdf.objects:
        yield from _look(thing, 0)
    yield from _look(pdf.trailer, 0)


def _look(thing: Object, depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        raise Refused("too-complex-pdf")
    if isinstance(thing, Stream):
        thing = thing.stream_dict
    if isinstance(thing, Dictionary):
        yield from _harm(thing)
        for value in thing.values():
            yield from _deeper(value, depth)
    elif isinstance(thing, Array):
        for value in thing:
            yield from _deeper(value, depth)


def _deeper(value: object, depth: int) -> Iterator[str]:
    """Into a direct container; what is indirect is met on its own."""
    if isinstance(value, (Dictionary, Array, Stream)) and not value.is_indirect:
        yield from _look(value, depth + 1)


def _harm(thing: Dictionary) -> Iterator[str]:
    keys = set(thing.keys())
    for key in keys & _KEYS.keys():
        yield _KEYS[key]
    if "/JS" in keys and isinstance(thing["/JS"], (String, Stream)):
        yield "scripted-pdf"
    if "/S" in keys:
        yield from _named(thing["/S"], _ACTIONS)
    if "/Subtype" in keys:
        yield from _named(thing["/Subtype"], _SUBTYPES)
    if "/Type" in keys and thing["/Type"] == Name.EmbeddedFile:
        yield "embedded-files"
    if "/EF" in keys and _any_key(thing["/EF"], _FILE_KEYS):
        yield "embedded-files"
    if "/AA" in keys and _holds_actions(thing["/AA"]):
        yield "automatic-action"
    if "/URI" in keys:
        yield from _address(thing["/URI"])


def _named(value: Object, reasons: dict[str, str]) -> Iterator[str]:
    if isinstance(value, Name) and str(value) in reasons:
        yield reasons[str(value)]


def _any_key(value: Object, names: tuple[str, ...]) -> bool:
    return isinstance(value, Dictionary) and any(name in value for name in names)


def _holds_actions(value: Object) -> bool:
    return isinstance(value, Dictionary) and any(_any_key(action, ("/S",)) for _, action in value.items())


def _address(value: Object) -> Iterator[str]:
    """A web or mail address may stand in a letter; a path of the reader's own machine may not."""
    if not isinstance(value, String):
        return
    text = "".join(str(value).split()).lower()
    scheme, colon, _ = text.partition(":")
    if scheme == "javascript":
        yield "scripted-pdf"
    elif text.startswith(("/", "\\", ".")) or (colon and scheme.isalnum() and scheme not in _SAFE_SCHEMES):
        yield "launch-action"


def _read_contents(pdf: pikepdf.Pdf) -> None:
    """Inflate what pages draw, so that a damaged or endless one is met here and not on an agent's screen."""
    inflated = 0
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        for stream in contents if isinstance(contents, Array) else [contents]:
            if isinstance(stream, Stream):
                inflated += len(stream.read_bytes())
                if inflated > _MAX_INFLATED:
                    raise Refused("too-complex-pdf")


def _hidden(plain: bytes) -> None:
    """The same names in the bytes outside of streams: what an older revision or an unlisted object still holds."""
    unescaped = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), plain)
    for name, reason in _HIDDEN:
        if name.search(unescaped):
            raise Refused(reason)


def main() -> None:
    """Limits first, then the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    signal.alarm(WALL_SECONDS)
    with contextlib.suppress(MemoryError):
        _answer(sys.stdin.buffer.read())
        return
    _say({"refused": "too-complex-pdf"})


def _answer(body: bytes) -> None:
    try:
        _say({"pages": read(body)})
    except Refused as reason:
        _say({"refused": str(reason)})


def _say(answer: dict[str, int | str]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
