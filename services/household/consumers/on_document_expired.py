"""A paper that a family handed in has ended."""

from libs.contracts.documents.v1 import DocumentExpired
from libs.contracts.envelope import Envelope
from services.household.application.ports import UnitOfWork
from services.household.application.take_expiry import TakeExpiry, take_expiry
from services.household.domain.ids import DocumentId, FamilyId, RecordKey


async def on_document_expired(event: DocumentExpired, _envelope: Envelope, uow: UnitOfWork) -> None:
    """Only what the commune asks again; requests are schooling's affair."""
    key = RecordKey.parse(event.record)
    if key is None or event.on_expiry != "ask_again":
        return
    documents = [DocumentId(document_id) for document_id in event.document_ids]
    await take_expiry(TakeExpiry(FamilyId(event.family_id), key, event.piece, documents, event.expires_on), uow)
