"""An activation link is to be sent."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import ActivationRequested
from services.notifications.application.ports import Unit
from services.notifications.application.request_activation_mail import RequestActivationMail, request_activation_mail


async def on_activation_requested(event: ActivationRequested, envelope: Envelope, uow: Unit) -> None:
    command = RequestActivationMail(
        request_id=envelope.id,
        account_id=event.account_id,
        account_version=envelope.aggregate_version,
        family_code=event.family_code,
        email=event.email,
        sealed_token=event.sealed_token,
        requested_at=envelope.time,
        expires_at=event.expires_at,
        closes_at=event.closes_at,
    )
    await request_activation_mail(command, uow)
