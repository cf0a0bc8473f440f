"""Ask for a mail with a link that somebody asked for: to resume, to choose another password, another address."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import Template


@dataclass(frozen=True)
class QueueLink:
    """What identity asks for. `request_id` is the event's: one request, one mail."""

    template: Template
    request_id: UUID
    account_id: UUID
    email: str
    sealed_token: str
    requested_at: datetime
    expires_at: datetime


async def queue_only_link(command: QueueLink, unit: Unit) -> None:
    """In place of one that has not left: a new link voids the older ones."""
    await unit.deliveries.supersede(command.account_id, command.template)
    await queue_link(command, unit)


async def queue_link(command: QueueLink, unit: Unit) -> None:
    """Several links may be good at once: mails overtake each other."""
    await unit.deliveries.add(
        NewDelivery(
            command.template,
            f"{command.template}:{command.request_id}",
            account_id=command.account_id,
            address=command.email,
            params={"requested_at": command.requested_at.isoformat(), "expires_at": command.expires_at.isoformat()},
            sealed_token=command.sealed_token,
            not_after=command.expires_at,
        )
    )
