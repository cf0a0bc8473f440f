"""Drafts that nobody wrote to for the town's delay: abandoned ones are told to the others, and all are forgotten."""

from collections.abc import Callable

from services.household.application.ports import UnitOfWork

_AT_ONCE = 50


async def abandon_drafts(new_uow: Callable[[], UnitOfWork]) -> int:
    """The number of drafts forgotten. One that was handed in leaves without a word: its family lives on."""
    forgotten = 0
    while True:
        async with new_uow() as uow:
            drafts = await uow.drafts.idle(_AT_ONCE)
            for draft in drafts:
                if draft.outcome is None:
                    draft.abandon()
                    uow.note("service:household", "registration.abandoned", f"registration:{draft.id}")
                await uow.drafts.forget(draft)
            await uow.commit()
        forgotten += len(drafts)
        if len(drafts) < _AT_ONCE:
            return forgotten
