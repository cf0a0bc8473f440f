"""A family asked for a school: the files of its request stay."""

from libs.chassis.logging import get_logger
from libs.contracts.envelope import Envelope
from libs.contracts.schooling.v1 import PreRegistrationSubmitted
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.pin_documents import pin_documents
from services.documents.consumers.on_submission_made import MISSING
from services.documents.domain.ids import DocumentId, SubmissionId


async def on_pre_registration_submitted(
    event: PreRegistrationSubmitted, envelope: Envelope, uow: DocumentsUnitOfWork
) -> None:
    document_ids = [DocumentId(document_id) for document_id in event.document_ids]
    missing = await pin_documents(SubmissionId(event.pre_registration_id), document_ids, uow, envelope.time)
    if missing:
        MISSING.inc(missing)
        get_logger().error("submitted files are missing", request=str(event.pre_registration_id), missing=missing)
