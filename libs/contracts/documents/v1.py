"""Events of documents, version 1."""

from typing import ClassVar, Literal
from uuid import UUID

from libs.contracts.event import Event


class DocumentScanned(Event):
    """The scanner gave its verdict on a stored file."""

    type: ClassVar[str] = "documents.document.scanned.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"household"})
    subject_field: ClassVar[str] = "document_id"

    document_id: UUID
    verdict: Literal["clean", "infected"]
