"""How a file leaves: as an attachment under its own name, never shown in place, never kept on the way."""

import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from services.documents.application.read_document import OpenedDocument

_ATTR_CHARS = "!#$&+-.^_`|~"  # RFC 5987, besides letters and digits
_CHUNK = 64 * 1024


def download(document: OpenedDocument) -> Response:
    """The answer with the headers of every download."""
    return StreamingResponse(
        _chunks(document.body),
        media_type="application/pdf",
        headers={
            "Content-Length": str(len(document.body)),
            "Content-Disposition": attachment(document.name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def attachment(name: str) -> str:
    """Content-Disposition of RFC 6266: the name in ASCII for old readers, then whole as RFC 5987 writes it."""
    decomposed = unicodedata.normalize("NFKD", name)
    ascii_name = "".join(
        character if character.isascii() and (character.isalnum() or character in " .-_()") else "_"
        for character in decomposed
        if not unicodedata.combining(character)
    )
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe=_ATTR_CHARS)}"


def _chunks(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), _CHUNK):
        yield body[start : start + _CHUNK]
