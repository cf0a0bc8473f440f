"""A submission was taken back: its files are its family's own again, to keep, replace or remove."""

from collections.abc import Sequence
from datetime import datetime

from services.documents.application.ports import UnitOfWork
from services.documents.domain.document import Document, Scan
from services.documents.domain.ids import DocumentId, SubmissionId


async def unpin_documents(
    submission_id: SubmissionId, document_ids: Sequence[DocumentId], uow: UnitOfWork, at: datetime
) -> None:
    """Inside the caller's transaction; twice is fine."""
    for document in await uow.documents.named(document_ids):
        if document.unpin(submission_id) and document.joined_from:
            await _part(document, uow, at)


async def _part(joined: Document, uow: UnitOfWork, at: datetime) -> None:
    """Either the PDF or the pictures that it was joined from: those went once it was found clean."""
    pictures = [picture for picture in await uow.documents.named(joined.joined_from) if not picture.pinned]
    if joined.scan is Scan.CLEAN:
        for picture in pictures:
            picture.hide(at)
        joined.stand_alone()
        return
    for picture in pictures:
        picture.reveal()
    joined.hide(at)
