"""Which facts of documents leave the service, and in which shape."""

from libs.contracts.documents.v1 import DocumentExpired, DocumentExpiring, DocumentScanned
from libs.contracts.event import Event
from libs.domain.aggregate import DomainEvent
from services.documents.domain.events import PaperEnds, VerdictGiven


def published(fact: DomainEvent) -> Event | None:
    """The contract's event; None for what stays inside."""
    if isinstance(fact, VerdictGiven):
        return DocumentScanned(document_id=fact.document_id, verdict="clean" if fact.clean else "infected")
    if isinstance(fact, PaperEnds):
        return _paper_ends(fact)
    return None


def _paper_ends(fact: PaperEnds) -> Event:
    contract = DocumentExpired if fact.over else DocumentExpiring
    return contract(
        document_id=fact.documents[0],
        document_ids=list(fact.documents),
        family_id=fact.family_id,
        record=str(fact.slot.record),
        piece=fact.slot.piece,
        piece_label=fact.label,
        expires_on=fact.expires_on,
        on_expiry=fact.on_expiry.value,
    )
