"""A visitor without JavaScript asks for a code by mail."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import MailCodeRequested
from services.notifications.application.ports import Unit
from services.notifications.application.queue_mail_code import QueueMailCode, queue_mail_code


async def on_mail_code_requested(event: MailCodeRequested, envelope: Envelope, uow: Unit) -> None:
    command = QueueMailCode(
        request_id=envelope.id,
        registration_id=event.registration_id,
        email=event.email,
        sealed_code=event.sealed_code,
        requested_at=envelope.time,
        expires_at=event.expires_at,
    )
    await queue_mail_code(command, uow)
