"""How a file leaves: as an attachment under its own name, never shown in place, never kept on the way."""

import unicodedata
from collections.abc import AsyncIterator, Iterator
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends
from starlette.responses import Response, StreamingResponse

from libs.chassis.auth import AnySubject
from services.documents.adapters.queries_documents import size_of
from services.documents.api.dependencies import Deps
from services.documents.application.read_document import OpenedDocument

_ATTR_CHARS = "!#$&+-.^_`|~"  # RFC 5987, besides letters and digits
_CHUNK = 64 * 1024


async def _hold(document_id: UUID, _subject: AnySubject, deps: Deps) -> AsyncIterator[None]:
    """A share for the file as it is stored and as it is sent; given back once the last byte left."""
    async with deps.database.reading() as connection:
        size = await size_of(connection, document_id)
    async with deps.downloads.share(2 * size):
        yield


HeldForDownload = Annotated[None, Depends(_hold)]


def download(document: OpenedDocument) -> Response:
    """The answer with the headers of every download."""
    return StreamingResponse(
        _chunks(document.body),
        media_type=document.media_type,
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
