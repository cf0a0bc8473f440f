"""Files that were handed in with a request, as documents signed for them."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Document:
    """A file, immutable; `sha256` is hexadecimal, `size` in bytes."""

    id: UUID
    sha256: str
    size: int
    pages: int
    scan: str


@dataclass(frozen=True)
class Slot:
    """One piece of one record or request, with its files. `record` is such as `derogation-<request id>`."""

    record: str
    piece: str
    documents: tuple[Document, ...]
