"""Keep who gets the mails of a family, as identity tells it."""

from services.notifications.application.announce_message import announce_to_account
from services.notifications.application.ports import Recipient, Unit
from services.notifications.domain.delivery import ACTIVATIONS


async def track_recipient(recipient: Recipient, unit: Unit) -> None:
    """Keep the account's newest state; an account that has just been confirmed hears what it was told meanwhile."""
    await unit.recipients.put(recipient)
    if recipient.confirmed:
        await unit.deliveries.supersede(recipient.account_id, *ACTIVATIONS)
        for news in await unit.threads.unannounced(recipient.family_id):
            await announce_to_account(news, recipient.account_id, unit)
