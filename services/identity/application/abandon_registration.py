"""A draft was left for too long: the pending account goes with it."""

from uuid import UUID

from services.identity.application.ports import UnitOfWork


async def abandon_registration(registration_id: UUID, uow: UnitOfWork) -> None:
    """Inside the transaction of whoever applies the event. An account that has its family stays."""
    account = await uow.accounts.find(registration_id)
    if account is not None and account.family is None:
        await uow.accounts.delete(account.id)
        uow.note("service:household", "registration.deleted", f"account:{account.id}", reason="abandoned")
