"""Whether a file may come at all, asked before a single byte of it is read."""

from libs.domain.errors import NotFound
from services.documents.application.ports import UnitOfWork
from services.documents.domain.errors import RegistrationClosed
from services.documents.domain.ids import Owner, Slot


async def admit_upload(owner: Owner, slot: Slot, uow: UnitOfWork) -> None:
    """The rules that `receive_document` applies again under the owner's lock.

    Raises:
        NotFound: the record is another family's.
        UnknownPiece, TooManyFiles, RegistrationClosed.
    """
    async with uow:
        await check_upload(owner, slot, uow)


async def check_upload(owner: Owner, slot: Slot, uow: UnitOfWork) -> None:
    """Inside the caller's transaction; same errors."""
    if slot.record.kind == "family" and slot.record.id != owner.id:
        raise NotFound
    if await uow.registrations.is_closed(owner):
        raise RegistrationClosed
    piece = (await uow.catalogues.current()).piece_for(slot)
    piece.room_for_one_more(await uow.documents.count_fresh(owner, slot))
