"""An account is no more."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import AccountClosed
from services.notifications.application.forget_account import forget_account
from services.notifications.application.ports import Unit


async def on_account_closed(event: AccountClosed, _envelope: Envelope, uow: Unit) -> None:
    """No mail says so: nobody confirmed that the address is the holder's."""
    await forget_account(event.account_id, uow)
