"""A family took its request for a school back: its files are its own again."""

from libs.contracts.envelope import Envelope
from libs.contracts.schooling.v1 import PreRegistrationWithdrawn
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.unpin_documents import unpin_documents
from services.documents.domain.ids import DocumentId, SubmissionId


async def on_pre_registration_withdrawn(
    event: PreRegistrationWithdrawn, envelope: Envelope, uow: DocumentsUnitOfWork
) -> None:
    document_ids = [DocumentId(document_id) for document_id in event.document_ids]
    await unpin_documents(SubmissionId(event.pre_registration_id), document_ids, uow, envelope.time)
