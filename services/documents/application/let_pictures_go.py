"""What becomes of pictures once the PDF that they were joined into was handed in, or judged by the scanner."""

from datetime import datetime

from services.documents.application.ports import UnitOfWork
from services.documents.domain.document import Document, Scan


async def let_pictures_go(joined: Document, uow: UnitOfWork, at: datetime) -> None:
    """Inside the caller's transaction, for what a submission holds: the PDF stands for its pictures from now on.

    They go when it is clean, wait out of sight while it has no verdict, and come back when it is infected: those of
    them that are sound can be handed in again.
    """
    if not joined.pinned or not joined.joined_from:
        return
    for picture in await uow.documents.named(joined.joined_from):
        if picture.pinned:
            continue
        if joined.scan is Scan.INFECTED:
            picture.reveal()
        elif joined.scan is Scan.PENDING:
            picture.hide(at)
        elif picture.remove(at):
            uow.documents.discard(picture)


async def judge_joined(picture: Document, uow: UnitOfWork, at: datetime) -> None:
    """Inside the caller's transaction: one infected page spoils the PDF; a clean one leaves it to its own scan."""
    if picture.scan is not Scan.INFECTED:
        return
    for joined in await uow.documents.joined_with(picture.id):
        joined.settle(clean=False)
        joined.hide(at)
        await let_pictures_go(joined, uow, at)
