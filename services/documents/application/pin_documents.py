"""A submission was made, or a message posted: its files stay as they are for as long as it counts."""

from collections.abc import Sequence
from datetime import datetime

from services.documents.application.let_pictures_go import let_pictures_go
from services.documents.application.ports import UnitOfWork
from services.documents.domain.ids import DocumentId, HolderId


async def pin_documents(holder: HolderId, document_ids: Sequence[DocumentId], uow: UnitOfWork, at: datetime) -> int:
    """Inside the caller's transaction; twice is fine.

    Returns:
        how many of the files are missing: more than zero means that something acknowledged was lost.
    """
    documents = await uow.documents.named(document_ids)
    for owner in {document.owner for document in documents}:
        fresh = {document.slot for document in documents if document.owner == owner and not document.pinned}
        await uow.paper_dates.forget(owner, fresh)  # from now on it is the files' own
    for document in documents:
        document.pin(holder)
        await let_pictures_go(document, uow, at)
    return len(set(document_ids)) - len(documents)
