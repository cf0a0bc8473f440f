"""The town decided: a paper that it refused is nothing to be reminded of."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import SubmissionConcluded
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.forget_endings import forget_endings
from services.documents.domain.ids import DocumentId


async def on_submission_concluded(event: SubmissionConcluded, envelope: Envelope, uow: DocumentsUnitOfWork) -> None:
    document_ids = [DocumentId(document_id) for item in event.refused for document_id in item.document_ids]
    await forget_endings(document_ids, uow, envelope.time)
