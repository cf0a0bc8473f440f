"""The holder of a new address confirms it with the button of the mailed page."""

from services.identity.application.ports import UnitOfWork
from services.identity.domain.errors import UnknownLink
from services.identity.domain.session import digest


async def confirm_email_change(token: str, uow: UnitOfWork) -> None:
    """Nobody is signed in or out by this. Links to a new password die: they lie in the mailbox that is left.

    The account is locked before the link is spent, so that of many requests at once exactly one finds the link good.

    Raises:
        UnknownLink: unknown, expired, replaced, cancelled or used.
    """
    spent = digest(token)
    async with uow:
        account_id = await uow.email_changes.account_of(spent)
        account = await uow.accounts.find(account_id) if account_id else None
        email = await uow.email_changes.spend(spent)
        if account is None or email is None:
            raise UnknownLink
        account.change_email(email)
        await uow.password_resets.drop_all(account.id)
        uow.note("visitor", "email.changed", f"account:{account.id}", family=account.family_id)
        await uow.commit()
