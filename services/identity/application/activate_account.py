"""The holder confirms the address with the button of the mailed page."""

from services.identity.application.ports import Clock, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.account import Family
from services.identity.domain.errors import UnknownLink
from services.identity.domain.session import digest


async def activate_account(token: str, uow: UnitOfWork, rules: Rules, clock: Clock) -> Family:
    """The family whose code the page shows. Nobody is signed in by this.

    The account is locked before the link is spent, so that of many requests at once exactly one finds the link good.

    Raises:
        UnknownLink: unknown, expired, replaced or used.
    """
    spent = digest(token)
    async with uow:
        account_id = await uow.activation_links.account_of(spent)
        account = await uow.accounts.find(account_id) if account_id else None
        if account is None or not await uow.activation_links.spend(spent):
            raise UnknownLink
        family = account.activate(clock.now())
        await uow.claims.reopen(family.id)
        await uow.activation_links.drop_all(account.id)
        await uow.sessions.end_registration(account.id, rules.registration_after_activation)
        uow.note("visitor", "account.activated", f"account:{account.id}", family=account.family_id)
        await uow.commit()
    return family
