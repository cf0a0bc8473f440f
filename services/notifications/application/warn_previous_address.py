"""Tell the address that an account leaves, in case it was somebody else. The new one stays out of it."""

from datetime import datetime
from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import Template


async def warn_previous_address(
    change_id: UUID, account_id: UUID, previous_email: str, changed_at: datetime, unit: Unit
) -> None:
    """`change_id` is the event's: one change, one mail."""
    await unit.deliveries.add(
        NewDelivery(
            Template.EMAIL_CHANGED,
            f"email-changed:{change_id}",
            account_id=account_id,
            address=previous_email,
            params={"changed_at": changed_at.isoformat()},
        )
    )
