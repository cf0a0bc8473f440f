"""A family took a submission back: its files are its own again."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import SubmissionWithdrawn
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.unpin_documents import unpin_documents
from services.documents.domain.ids import DocumentId, SubmissionId


async def on_submission_withdrawn(event: SubmissionWithdrawn, envelope: Envelope, uow: DocumentsUnitOfWork) -> None:
    document_ids = [DocumentId(document_id) for document_id in event.document_ids]
    await unpin_documents(SubmissionId(event.submission_id), document_ids, uow, envelope.time)
