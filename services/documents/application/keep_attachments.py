"""A message was posted, or purged: its files stay as they are, the family's, or go."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.documents.application.follow_registration import SERVICE
from services.documents.application.pin_documents import pin_documents
from services.documents.application.ports import UnitOfWork
from services.documents.domain.ids import DocumentId, MessageId, Owner, OwnerKind


async def keep_attachments(
    message_id: MessageId, family_id: UUID, document_ids: Sequence[DocumentId], uow: UnitOfWork, at: datetime
) -> int:
    """Inside the caller's transaction; twice is fine. What an agent attached is handed over to the family.

    Returns:
        how many of the files are missing: more than zero means that something acknowledged was lost.
    """
    family = Owner(OwnerKind.FAMILY, family_id)
    if await uow.registrations.is_erased(family):
        await discard_attachments(document_ids, uow)
        return 0
    for document in await uow.documents.named(document_ids):
        document.hand_over(family)
    return await pin_documents(message_id, document_ids, uow, at)


async def discard_attachments(document_ids: Sequence[DocumentId], uow: UnitOfWork) -> None:
    """Inside the caller's transaction; twice is fine. Only what lies with a message goes."""
    for document in await uow.documents.named(document_ids):
        if document.attached:
            uow.documents.discard(document)
            uow.note(SERVICE, "purged", document)
