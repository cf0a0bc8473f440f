"""Somebody wants to go on with a registration from a mailed link."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import ResumptionRequested
from services.notifications.application.ports import Unit
from services.notifications.application.queue_link import QueueLink, queue_link
from services.notifications.domain.delivery import Template


async def on_resumption_requested(event: ResumptionRequested, envelope: Envelope, uow: Unit) -> None:
    """A registration has the id of the account that it becomes."""
    command = QueueLink(
        Template.RESUMPTION,
        request_id=envelope.id,
        account_id=event.registration_id,
        email=event.email,
        sealed_token=event.sealed_token,
        requested_at=envelope.time,
        expires_at=event.expires_at,
    )
    await queue_link(command, uow)
