"""Events of documents, version 1."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from libs.contracts.event import Event


class DocumentScanned(Event):
    """The scanner gave its verdict on a stored file."""

    type: ClassVar[str] = "documents.document.scanned.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"household", "schooling"})
    subject_field: ClassVar[str] = "document_id"

    document_id: UUID
    verdict: Literal["clean", "infected"]


class DocumentExpiring(Event):
    """A paper that a family handed in ends within the commune's delay, and no other was handed in instead.

    `document_ids`: its files, of which `document_id` is one. `record`, `piece`: the slot. `expires_on`: the last day on
    which it counts. `on_expiry`: what the commune does then. `piece_label` is empty for a piece about health: its name
    alone says too much for a mail.
    """

    type: ClassVar[str] = "documents.document.expiring.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "document_id"

    document_id: UUID
    document_ids: list[UUID]
    family_id: UUID
    record: str
    piece: str
    piece_label: str
    expires_on: date
    on_expiry: Literal["remind", "ask_again"]


class DocumentExpired(Event):
    """A paper that a family handed in has ended; it may have been replaced or refused since. Members as before."""

    type: ClassVar[str] = "documents.document.expired.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"household"})
    subject_field: ClassVar[str] = "document_id"

    document_id: UUID
    document_ids: list[UUID]
    family_id: UUID
    record: str
    piece: str
    piece_label: str
    expires_on: date
    on_expiry: Literal["remind", "ask_again"]
