"""An account has another address; mails that wait go there too, and the address that it leaves is warned."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import EmailChanged
from services.notifications.application.ports import Recipient, Unit
from services.notifications.application.track_recipient import track_recipient
from services.notifications.application.warn_previous_address import warn_previous_address


async def on_email_changed(event: EmailChanged, envelope: Envelope, uow: Unit) -> None:
    recipient = Recipient(
        event.account_id, event.family_id, event.email, confirmed=False, version=envelope.aggregate_version
    )
    await track_recipient(recipient, uow)
    if event.previous_email:
        await warn_previous_address(envelope.id, event.account_id, event.previous_email, envelope.time, uow)
