"""A family is no more: its account, its claim code and the registrations that the code opened go with it."""

from uuid import UUID

from services.identity.application.ports import UnitOfWork


async def forget_family(family_id: UUID, uow: UnitOfWork) -> None:
    """Inside the transaction of whoever applies the event. The audit keeps its rows."""
    await uow.claims.hold_registrations(family_id)
    account = await uow.accounts.of_family(family_id)
    if account is not None:
        await uow.accounts.delete(account.id)
        uow.note("service:household", "account.deleted", f"account:{account.id}", reason="family-erased")
    if await uow.claims.forget(family_id):
        uow.note("service:household", "family.forgotten", f"family:{family_id}", reason="family-erased")
