"""Whoever registered and never confirmed the address is reminded, some days before the account closes."""

from services.identity.application.ports import Clock, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.account import Account
from services.identity.domain.session import digest, new_token

_BATCH = 50


async def remind_of_activation(uow: UnitOfWork, rules: Rules, clock: Clock) -> int:
    """The number of holders reminded; each is, once."""
    async with uow:
        waiting = await uow.accounts.to_remind(rules.never_activated - rules.activation_reminder, _BATCH)
        for account in waiting:
            await _remind(account, uow, rules, clock)
        await uow.commit()
    return len(waiting)


async def _remind(account: Account, uow: UnitOfWork, rules: Rules, clock: Clock) -> None:
    """The account never closes while the reminder's own link is good, however late the reminder leaves.

    A family that the town knew loses nothing then: it gets the usual mail, which announces no end.
    """
    token = new_token()
    expires_at = await uow.activation_links.add(account.id, digest(token), rules.activation_link)
    asked_at = account.activation_asked_at or clock.now()
    stays = await uow.claims.find(account.awaiting_family().id) is not None
    closes_at = None if stays else max(asked_at + rules.never_activated, expires_at)
    account.remind(token, expires_at, closes_at, at=clock.now())
    uow.note("service:identity", "activation.reminded", f"account:{account.id}")
