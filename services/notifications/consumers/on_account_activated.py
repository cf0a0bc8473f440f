"""An account's address is confirmed."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import AccountActivated
from services.notifications.application.ports import Recipient, Unit
from services.notifications.application.track_recipient import track_recipient


async def on_account_activated(event: AccountActivated, envelope: Envelope, uow: Unit) -> None:
    recipient = Recipient(
        event.account_id, event.family_id, event.email, confirmed=True, version=envelope.aggregate_version
    )
    await track_recipient(recipient, uow)
