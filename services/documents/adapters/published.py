"""Which facts of documents leave the service, and in which shape."""

from libs.contracts.documents.v1 import DocumentScanned
from libs.contracts.event import Event
from libs.domain.aggregate import DomainEvent
from services.documents.domain.events import VerdictGiven


def published(fact: DomainEvent) -> Event | None:
    """The contract's event; None for what stays inside."""
    if isinstance(fact, VerdictGiven):
        return DocumentScanned(document_id=fact.document_id, verdict="clean" if fact.clean else "infected")
    return None
