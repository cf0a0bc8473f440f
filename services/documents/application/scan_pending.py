"""Files that came while the scanner was away get their verdict."""

from collections.abc import Callable
from datetime import datetime

from services.documents.application.follow_registration import SERVICE
from services.documents.application.let_pictures_go import judge_joined, let_pictures_go
from services.documents.application.ports import (
    Clock,
    MissingObject,
    Scanner,
    ScannerUnavailable,
    Storage,
    StorageUnavailable,
    TamperedContent,
    UnitOfWork,
    Vault,
)
from services.documents.domain.document import Document


async def scan_pending(
    new_uow: Callable[[], UnitOfWork], scanner: Scanner, vault: Vault, storage: Storage, clock: Clock
) -> list[Document]:
    """One file after the other until none is due, or the scanner or the store is away.

    Returns:
        files that could not be opened; they are tried again later, and somebody should look.
    """
    damaged = []
    while document := await _claim(new_uow()):
        try:
            body = vault.open(document.id, document.sealed, await storage.get(document.sealed.object_key))
            clean = await scanner.is_clean(body)
        except (ScannerUnavailable, StorageUnavailable):
            break
        except (TamperedContent, MissingObject):
            damaged.append(document)
            continue
        await _settle(document, new_uow(), clock.now(), clean=clean)
    return damaged


async def _claim(uow: UnitOfWork) -> Document | None:
    async with uow:
        document = await uow.documents.claim_pending()
        await uow.commit()
    return document


async def _settle(claimed: Document, uow: UnitOfWork, at: datetime, *, clean: bool) -> None:
    async with uow:
        for document in await uow.documents.named([claimed.id]):
            document.settle(clean=clean)
            if not clean:
                uow.note(SERVICE, "infected", document)
            await judge_joined(document, uow, at)
            await let_pictures_go(document, uow, at)
        await uow.commit()
