"""The bucket holds what rows name, and nothing else for long."""

from collections.abc import Callable
from datetime import timedelta

from services.documents.application.follow_registration import SERVICE
from services.documents.application.ports import Clock, Storage, UnitOfWork

# A removed file that stood in a manifest may still be pinned by a submission that household already took: the news can
# be as late as the longest outage that operators let last.
REMOVED_KEPT_DAYS = 7
_UPLOAD_TAKES_AT_MOST = timedelta(hours=1)
_BATCH = 200


async def dispose_objects(new_uow: Callable[[], UnitOfWork], storage: Storage) -> int:
    """Delete the objects of which the rows went; how many. Raises StorageUnavailable: the rest is due again."""
    total = 0
    while True:
        async with new_uow() as uow:
            keys = await uow.disposals.due(_BATCH)
            for key in keys:
                await storage.delete(key)
            await uow.disposals.done(keys)
            await uow.commit()
        total += len(keys)
        if len(keys) < _BATCH:
            return total


async def sweep_orphans(new_uow: Callable[[], UnitOfWork], storage: Storage, clock: Clock) -> int:
    """Delete objects older than an hour that no row names: uploads that never reached their commit. How many."""
    keys = await storage.older_than(clock.now() - _UPLOAD_TAKES_AT_MOST)
    total = 0
    for start in range(0, len(keys), _BATCH):
        async with new_uow() as uow:
            orphans = await uow.disposals.unknown(keys[start : start + _BATCH])
        for key in orphans:
            await storage.delete(key)
        total += len(orphans)
    return total


async def take_back_left_requests(new_uow: Callable[[], UnitOfWork], hours: int, clock: Clock) -> int:
    """Take back the files of requests that were begun and left for so many hours; how many.

    What stood in a manifest is hidden first, as if its owner had removed it: the request may be on its way.
    """
    total = 0
    while True:
        async with new_uow() as uow:
            documents = await uow.documents.left_in_requests(hours, _BATCH)
            for document in documents:
                if document.remove(clock.now()):
                    uow.documents.discard(document)
                uow.note(SERVICE, "removed", document)
            await uow.commit()
        total += len(documents)
        if len(documents) < _BATCH:
            return total


async def purge_unsent(new_uow: Callable[[], UnitOfWork], days: int, clock: Clock) -> int:
    """Remove what was attached to messages that nobody sent for so many days; how many."""
    total = 0
    while True:
        async with new_uow() as uow:
            documents = await uow.documents.unsent_attachments(days, _BATCH)
            for document in documents:
                if document.remove(clock.now()):
                    uow.documents.discard(document)
                uow.note(SERVICE, "purged", document)
            await uow.commit()
        total += len(documents)
        if len(documents) < _BATCH:
            return total


async def purge_removed(new_uow: Callable[[], UnitOfWork]) -> int:
    """Delete files that their owners removed long enough ago; how many."""
    total = 0
    while True:
        async with new_uow() as uow:
            documents = await uow.documents.removed_before(REMOVED_KEPT_DAYS, _BATCH)
            for document in documents:
                uow.documents.discard(document)
                uow.note(SERVICE, "purged", document)
            await uow.commit()
        total += len(documents)
        if len(documents) < _BATCH:
            return total
