"""Tell the address of an account that the account is closed, before the address is forgotten."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.application.forget_account import forget_account
from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import Template


@dataclass(frozen=True)
class ConfirmClosing:
    """What identity tells.

    Attributes:
        event_id: one closing, one mail.
        erases_at: when the family goes; None: another account took the place of this one.
    """

    event_id: UUID
    account_id: UUID
    closed_at: datetime
    erases_at: datetime | None


async def confirm_closing(command: ConfirmClosing, unit: Unit) -> None:
    """The mail hangs on no account any more: it keeps its address until it is forgotten as any other."""
    address = await unit.recipients.confirmed_address(command.account_id)
    await forget_account(command.account_id, unit)
    if address is None:
        return
    params = {"closed_at": command.closed_at.isoformat()}
    if command.erases_at:
        params["erases_at"] = command.erases_at.isoformat()
    purpose = f"account-closed:{command.event_id}"
    await unit.deliveries.add(NewDelivery(Template.ACCOUNT_CLOSED, purpose, address=address, params=params))
