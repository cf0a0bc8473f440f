"""A thread was purged: the files of its messages go."""

from libs.contracts.envelope import Envelope
from libs.contracts.notifications.v1 import ThreadPurged
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.keep_attachments import discard_attachments
from services.documents.domain.ids import DocumentId


async def on_thread_purged(event: ThreadPurged, _envelope: Envelope, uow: DocumentsUnitOfWork) -> None:
    await discard_attachments([DocumentId(document_id) for document_id in event.document_ids], uow)
