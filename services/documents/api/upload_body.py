"""The bytes of an upload: counted while they come, so that nothing larger than allowed is ever held."""

import asyncio
import hashlib
import io
from dataclasses import dataclass

from fastapi import Request
from starlette.requests import ClientDisconnect

from services.documents.domain.document import MAX_BYTES
from services.documents.domain.errors import EmptyFile, TooLarge

_SILENCE_SECONDS = 30.0
_TOTAL_SECONDS = 180.0


@dataclass(frozen=True)
class UploadBody:
    """A body and its SHA-256, hexadecimal."""

    content: bytes
    sha256: str


def announced_size(request: Request) -> int:
    """What Content-Length says; the most that is allowed when it says nothing.

    Raises:
        TooLarge, EmptyFile: before anything is read.
    """
    announced = request.headers.get("content-length", "")
    if not announced.isdecimal():
        return MAX_BYTES
    size = int(announced)
    if size > MAX_BYTES:
        raise TooLarge(max_bytes=MAX_BYTES)
    if size == 0:
        raise EmptyFile
    return size


async def read_body(request: Request) -> UploadBody:
    """Read it to its end.

    Raises:
        TooLarge: as soon as one byte too many came.
        EmptyFile: none came.
        ConnectionError: the sender fell silent or left.
    """
    content, digest = io.BytesIO(), hashlib.sha256()
    chunks = aiter(request.stream())
    try:
        async with asyncio.timeout(_TOTAL_SECONDS):
            while chunk := await asyncio.wait_for(anext(chunks, b""), _SILENCE_SECONDS):
                if content.tell() + len(chunk) > MAX_BYTES:
                    raise TooLarge(max_bytes=MAX_BYTES)
                content.write(chunk)
                digest.update(chunk)
    except (TimeoutError, ClientDisconnect) as error:
        raise ConnectionAbortedError from error
    if not content.tell():
        raise EmptyFile
    return UploadBody(content.getvalue(), digest.hexdigest())
