"""An account has another address; mails that wait go there too."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import EmailChanged
from services.notifications.application.ports import Recipient, Unit
from services.notifications.application.track_recipient import track_recipient


async def on_email_changed(event: EmailChanged, envelope: Envelope, uow: Unit) -> None:
    recipient = Recipient(
        event.account_id, event.family_id, event.email, confirmed=False, version=envelope.aggregate_version
    )
    await track_recipient(recipient, uow)
