"""A family added files to its request for a school: they stay."""

from libs.chassis.logging import get_logger
from libs.contracts.envelope import Envelope
from libs.contracts.schooling.v1 import DocumentsAdded
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.pin_documents import pin_documents
from services.documents.consumers.on_submission_made import MISSING
from services.documents.domain.ids import DocumentId, SubmissionId


async def on_request_documents_added(event: DocumentsAdded, envelope: Envelope, uow: DocumentsUnitOfWork) -> None:
    document_ids = [DocumentId(document_id) for document_id in event.document_ids]
    missing = await pin_documents(SubmissionId(event.pre_registration_id), document_ids, uow, envelope.time)
    if missing:
        MISSING.inc(missing)
        get_logger().error("added files are missing", request=str(event.pre_registration_id), missing=missing)
