"""A family that the town knows may open its account."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import ClaimOffered
from services.notifications.application.offer_claim import OfferClaim, offer_claim
from services.notifications.application.ports import Unit


async def on_claim_offered(event: ClaimOffered, envelope: Envelope, uow: Unit) -> None:
    command = OfferClaim(
        offer_id=envelope.id,
        family_code=event.family_code,
        email=event.email,
        sealed_code=event.sealed_code,
        offered_at=envelope.time,
        expires_at=event.expires_at,
    )
    await offer_claim(command, uow)
