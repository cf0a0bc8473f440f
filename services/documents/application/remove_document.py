"""A parent takes back a file that was not handed in."""

from services.documents.application.arrange_documents import forget_joined
from services.documents.application.ports import Clock, UnitOfWork
from services.documents.domain.ids import DocumentId, Owner


async def remove_document(document_id: DocumentId, owner: Owner, actor: str, uow: UnitOfWork, clock: Clock) -> None:
    """Raises NotFound, DocumentPinned."""
    async with uow:
        await uow.registrations.lock(owner)
        document = await uow.documents.get(document_id)
        document.owned_by(owner)
        now = clock.now()
        forget_joined(await uow.documents.joined_with(document_id), now)
        if document.remove(now):
            uow.documents.discard(document)
        uow.note(actor, "removed", document)
        await uow.commit()
