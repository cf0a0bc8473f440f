"""What the commune keeps no longer: threads closed long ago, drafts that nobody sent."""

from collections.abc import Callable
from dataclasses import dataclass

from services.notifications.application.ports import UnitOfWork

_SERVICE = "service:notifications"
_BATCH = 100


@dataclass(frozen=True)
class Retention:
    """In days: since a thread was closed (or the kiosk last spoke where nobody else did), since a draft was touched."""

    threads: int
    drafts: int


async def purge_threads(retention: Retention, new_uow: Callable[[], UnitOfWork]) -> int:
    """Job: each thread that goes leaves an audit row; how many went."""
    async with new_uow() as uow:
        await uow.drafts.purge(retention.drafts)
        await uow.commit()
    total = 0
    while True:
        async with new_uow() as uow:
            threads = await uow.threads.long_closed(retention.threads, _BATCH)
            for thread in threads:
                await uow.threads.discard(thread)
                uow.note(_SERVICE, "thread.purged", thread)
            await uow.commit()
        total += len(threads)
        if len(threads) < _BATCH:
            return total
