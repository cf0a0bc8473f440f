"""A message stands in a thread: its files stay."""

from libs.chassis.logging import get_logger
from libs.contracts.envelope import Envelope
from libs.contracts.notifications.v1 import MessagePosted
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.keep_attachments import keep_attachments
from services.documents.consumers.on_submission_made import MISSING
from services.documents.domain.ids import DocumentId, MessageId


async def on_message_posted(event: MessagePosted, envelope: Envelope, uow: DocumentsUnitOfWork) -> None:
    if not event.document_ids:
        return
    document_ids = [DocumentId(document_id) for document_id in event.document_ids]
    missing = await keep_attachments(MessageId(event.message_id), event.family_id, document_ids, uow, envelope.time)
    if missing:
        MISSING.inc(missing)
        get_logger().error("attached files are missing", message=str(event.message_id), missing=missing)
