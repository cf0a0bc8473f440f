"""A record is no more: its owner's files there go, but those that a submission holds."""

from datetime import datetime

from services.documents.application.ports import UnitOfWork
from services.documents.domain.ids import Owner, RecordKey


async def drop_record(owner: Owner, record: RecordKey, uow: UnitOfWork, at: datetime) -> None:
    """Inside the caller's transaction; twice is fine."""
    for document in await uow.documents.unpinned_of(owner):
        if document.slot.record == record and document.removed_at is None and document.remove(at):
            uow.documents.discard(document)
