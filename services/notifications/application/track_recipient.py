"""Keep who gets the mails of a family, as identity tells it."""

from services.notifications.application.announce_decision import announce_to_account
from services.notifications.application.ports import Recipient, Unit
from services.notifications.domain.delivery import ACTIVATIONS


async def track_recipient(recipient: Recipient, unit: Unit) -> None:
    """Keep the account's newest state; an account that has just been confirmed hears what was decided meanwhile."""
    await unit.recipients.put(recipient)
    if recipient.confirmed:
        await unit.deliveries.supersede(recipient.account_id, *ACTIVATIONS)
        for submission_id in await unit.messages.unread_decisions(recipient.family_id):
            await announce_to_account(submission_id, recipient.account_id, unit)
