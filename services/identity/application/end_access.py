"""Whatever a password opened, or may have been asked for with it, ends: it is another one now."""

from services.identity.application.ports import UnitOfWork
from services.identity.domain.account import Account


async def end_access(account: Account, uow: UnitOfWork) -> None:
    """Sessions, known devices, mailed links, a change of address that waits; inside the caller's transaction."""
    await uow.sessions.end_all(account.id)
    await uow.known_devices.forget_all(account.id)
    await uow.email_changes.drop(account.id)
    for links in (uow.password_resets, uow.activation_links, uow.resumption_links):
        await links.drop_all(account.id)
