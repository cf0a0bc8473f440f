"""Tell the holder of an account that its password is another one, in case it was somebody else."""

from datetime import datetime
from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import Template


async def tell_password_changed(
    change_id: UUID, account_id: UUID, email: str, changed_at: datetime, unit: Unit
) -> None:
    """`change_id` is the event's: one change, one mail."""
    await unit.deliveries.add(
        NewDelivery(
            Template.PASSWORD_CHANGED,
            f"password-changed:{change_id}",
            account_id=account_id,
            address=email,
            params={"changed_at": changed_at.isoformat()},
        )
    )
