"""The holder of an account wants another address."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import EmailChangeRequested
from services.notifications.application.ports import Unit
from services.notifications.application.queue_link import QueueLink, queue_only_link
from services.notifications.domain.delivery import Template


async def on_email_change_requested(event: EmailChangeRequested, envelope: Envelope, uow: Unit) -> None:
    command = QueueLink(
        Template.EMAIL_CHANGE,
        request_id=envelope.id,
        account_id=event.account_id,
        email=event.email,
        sealed_token=event.sealed_token,
        requested_at=envelope.time,
        expires_at=event.expires_at,
    )
    await queue_only_link(command, uow)
