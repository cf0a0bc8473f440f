"""Ask for the mail with the code that proves a visitor to be a person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import Template


@dataclass(frozen=True)
class QueueMailCode:
    """What identity asks for. `request_id` is the event's: one request, one mail."""

    request_id: UUID
    registration_id: UUID
    email: str
    sealed_code: str
    requested_at: datetime
    expires_at: datetime


async def queue_mail_code(command: QueueMailCode, unit: Unit) -> None:
    """Queue the mail in place of one that has not left: a new code voids the older ones."""
    await unit.deliveries.supersede(command.registration_id, Template.MAIL_CODE)
    await unit.deliveries.add(
        NewDelivery(
            Template.MAIL_CODE,
            f"mail-code:{command.request_id}",
            account_id=command.registration_id,
            address=command.email,
            params={"requested_at": command.requested_at.isoformat(), "expires_at": command.expires_at.isoformat()},
            sealed_token=command.sealed_code,
            not_after=command.expires_at,
        )
    )
