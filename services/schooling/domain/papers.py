"""Files that were handed in with a request, as documents signed for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Document:
    """A file, immutable; `sha256` is hexadecimal, `size` in bytes.

    Attributes:
        piece: code of the paper that it was brought for.
        added_at: when it followed a request that was handed in already; None for a file that came with it.
    """

    id: UUID
    sha256: str
    size: int
    pages: int
    scan: str
    piece: str
    added_at: datetime | None = None


def record_of(request_id: UUID) -> str:
    """Where documents keeps the files of a request, whatever its kind."""
    return f"derogation-{request_id}"


def asked_for(
    documents: Iterable[Document], newcomer_pieces: frozenset[str], *, newcomer: bool, derogation: bool
) -> tuple[Document, ...]:
    """Those of the dossiers that the request has; an infected file counts for nothing.

    A family may have left files for what it does not ask for in the end: they are not handed in.

    Args:
        newcomer_pieces: the codes of a newcomer's dossier; all others are proofs of a dérogation.
    """
    return tuple(
        document
        for document in documents
        if document.scan != "infected" and (newcomer if document.piece in newcomer_pieces else derogation)
    )
