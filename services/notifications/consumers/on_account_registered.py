"""A family's account exists: its mails have somewhere to go."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import AccountRegistered
from services.notifications.application.ports import Recipient, Unit
from services.notifications.application.track_recipient import track_recipient


async def on_account_registered(event: AccountRegistered, envelope: Envelope, uow: Unit) -> None:
    """The address is not confirmed yet. The name is not kept: no mail uses it."""
    recipient = Recipient(
        event.account_id, event.family_id, event.email, confirmed=False, version=envelope.aggregate_version
    )
    await track_recipient(recipient, uow)
