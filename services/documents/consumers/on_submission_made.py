"""A family handed in: the files of the submission stay."""

from prometheus_client import Counter

from libs.chassis.logging import get_logger
from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import SubmissionMade
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.pin_documents import pin_documents
from services.documents.domain.ids import DocumentId, SubmissionId

MISSING = Counter("kiosque_documents_missing", "Files that a submission names and that are not there.")


async def on_submission_made(event: SubmissionMade, envelope: Envelope, uow: DocumentsUnitOfWork) -> None:
    document_ids = [DocumentId(document_id) for document_id in event.document_ids]
    missing = await pin_documents(SubmissionId(event.submission_id), document_ids, uow, envelope.time)
    if missing:
        MISSING.inc(missing)
        get_logger().error("submitted files are missing", submission=str(event.submission_id), missing=missing)
