"""Send a family that the town knows the code that opens its account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import Template


@dataclass(frozen=True)
class OfferClaim:
    """What identity asks for. `offer_id` is the event's: one offer, one mail."""

    offer_id: UUID
    family_code: str
    email: str
    sealed_code: str
    offered_at: datetime
    expires_at: datetime


async def offer_claim(command: OfferClaim, unit: Unit) -> None:
    await unit.deliveries.add(
        NewDelivery(
            Template.CLAIM_OFFER,
            f"claim-offer:{command.offer_id}",
            address=command.email,
            params={
                "family_code": command.family_code,
                "requested_at": command.offered_at.isoformat(),
                "expires_at": command.expires_at.isoformat(),
            },
            sealed_token=command.sealed_code,
            not_after=command.expires_at,
        )
    )
