"""Mail a family that a message waits for it, without a word of what it says."""

from datetime import datetime, timedelta
from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unannounced, Unit
from services.notifications.domain.message import Message
from services.notifications.domain.thread import Thread


async def announce_message(thread: Thread, message: Message, unit: Unit, pause: timedelta) -> None:
    """To each confirmed address, unless a mail about this thread is on its way; then save the thread.

    Two mails of a thread are at least `pause` apart: what is written in between is announced by one, later, unless it
    was read by then.
    """
    if message.notice is None:
        return
    accounts = await unit.recipients.confirmed_accounts(thread.family_id)
    if not accounts or (due := thread.notice_due(message.posted_at, pause)) is None:
        return
    for account_id in accounts:
        news = Unannounced(message.id, thread.id, message.notice)
        await announce_to_account(news, account_id, unit, not_before=due)


async def announce_to_account(
    news: Unannounced, account_id: UUID, unit: Unit, not_before: datetime | None = None
) -> None:
    """One notice per account and message, to whatever the account's address is when the mail leaves."""
    purpose = f"{news.notice}:{news.message_id}:{account_id}"
    await unit.deliveries.add(
        NewDelivery(news.notice, purpose, account_id=account_id, not_before=not_before, thread_id=news.thread_id)
    )
