"""The holder of an account forgot the password."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import PasswordResetRequested
from services.notifications.application.ports import Unit
from services.notifications.application.queue_link import QueueLink, queue_link
from services.notifications.domain.delivery import Template


async def on_password_reset_requested(event: PasswordResetRequested, envelope: Envelope, uow: Unit) -> None:
    command = QueueLink(
        Template.PASSWORD_RESET,
        request_id=envelope.id,
        account_id=event.account_id,
        email=event.email,
        sealed_token=event.sealed_token,
        requested_at=envelope.time,
        expires_at=event.expires_at,
    )
    await queue_link(command, uow)
