"""Papers that the town refused: their families bring others, and are not told that these end."""

from collections.abc import Sequence
from datetime import datetime

from services.documents.application.ports import UnitOfWork
from services.documents.domain.ids import DocumentId


async def forget_endings(document_ids: Sequence[DocumentId], uow: UnitOfWork, at: datetime) -> None:
    """Inside the caller's transaction; twice is fine."""
    for document in await uow.documents.named(document_ids):
        document.expiring_told_at = document.expiring_told_at or at
