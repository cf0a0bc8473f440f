"""The order of a slot's files, which is the order of the pages that its pictures become."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from services.documents.application.ports import UnitOfWork
from services.documents.domain.document import Document
from services.documents.domain.errors import OrderStale
from services.documents.domain.ids import DocumentId, Owner, Slot
from services.documents.domain.manifest import fresh_files


async def arrange_documents(owner: Owner, slot: Slot, ids: Sequence[DocumentId], uow: UnitOfWork) -> None:
    """Raises OrderStale: these are not the files that the slot holds."""
    async with uow:
        await uow.registrations.lock(owner)
        held = await uow.documents.in_slot(owner, slot)
        files = {file.id: file for file in fresh_files(held)}
        if len(ids) != len(files) or set(ids) != set(files):
            raise OrderStale
        for place, document_id in enumerate(ids, 1):
            files[document_id].place = place
        await uow.commit()


def renumber(held: Iterable[Document]) -> int:
    """Give each file of a slot a place of its own; the next free one."""
    files = fresh_files(held)
    for place, document in enumerate(files, 1):
        document.place = place
    return len(files) + 1


def forget_joined(held: Iterable[Document], at: datetime) -> None:
    """What was joined from a slot's pictures stands for nothing any more.

    It stood in a manifest that may still reach household: it is hidden, and deleted later.
    """
    for document in held:
        if document.joined_from:
            document.hide(at)
