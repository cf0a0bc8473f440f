"""Ask for the mail with an account's activation link."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import ACTIVATIONS, Template


@dataclass(frozen=True)
class RequestActivationMail:
    """What identity asks for. `request_id` is the event's: one request, one mail.

    `closes_at`: when the account goes unless it is activated; only for the reminder of that.
    """

    request_id: UUID
    account_id: UUID
    account_version: int
    family_code: str
    email: str
    sealed_token: str
    requested_at: datetime
    expires_at: datetime
    closes_at: datetime | None = None


async def request_activation_mail(command: RequestActivationMail, unit: Unit) -> None:
    """Queue the mail in place of older ones that have not left: an old link must never arrive after a newer one.

    The parent's name stays out of it: whoever types an address types the name too, and could write to a stranger.
    """
    if command.account_version < await unit.deliveries.newest_activation(command.account_id):
        return
    await unit.deliveries.supersede(command.account_id, *ACTIVATIONS)
    await unit.deliveries.add(
        NewDelivery(
            Template.ACTIVATION_REMINDER if command.closes_at else Template.ACTIVATION,
            f"activation:{command.request_id}",
            account_id=command.account_id,
            address=command.email,
            params={
                "family_code": command.family_code,
                "requested_at": command.requested_at.isoformat(),
                "expires_at": command.expires_at.isoformat(),
                **({"closes_at": command.closes_at.isoformat()} if command.closes_at else {}),
            },
            sealed_token=command.sealed_token,
            account_version=command.account_version,
            not_after=command.expires_at,
        )
    )
