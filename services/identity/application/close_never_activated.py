"""Accounts that nobody activated in time are deleted; household hears of it and erases what it holds.

Deleting and publishing are one transaction, and the account is locked before: it was activated, or it never can be.
"""

from services.identity.application.ports import Clock, UnitOfWork
from services.identity.application.rules import Rules

_BATCH = 50


async def close_never_activated(uow: UnitOfWork, rules: Rules, clock: Clock) -> int:
    """The number of accounts closed. A family that the town knew before stays, and may claim again with a new code."""
    async with uow:
        lapsed = await uow.accounts.lapsed(rules.never_activated, _BATCH)
        for account in lapsed:
            family = account.awaiting_family()
            account.close(clock.now(), family_stays=await uow.claims.find(family.id) is not None)
            await uow.claims.lapse(family.id, clock.now())
            await uow.accounts.delete(account.id)
            uow.note(
                "service:identity",
                "account.closed",
                f"account:{account.id}",
                reason="never-activated",
                family=account.family_id,
            )
        await uow.commit()
    return len(lapsed)
