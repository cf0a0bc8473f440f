"""Forget accounts that are no more, and whatever was written to them or their family."""

from uuid import UUID

from services.notifications.application.ports import Unit


async def forget_account(account_id: UUID, unit: Unit) -> None:
    """The account was closed: its address goes, and its mails, sent or not."""
    await unit.deliveries.forget(account_id)
    await unit.recipients.forget(account_id)


async def forget_family(family_id: UUID, unit: Unit) -> None:
    """The family was erased: its accounts go, its threads, and whatever was begun in them."""
    for account_id in await unit.recipients.accounts(family_id):
        await forget_account(account_id, unit)
    await unit.drafts.forget(family_id)
    await unit.threads.forget(family_id)
    await unit.families.forget(family_id)
