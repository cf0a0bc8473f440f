"""An account that was in use is no more: its address is told so, and forgotten."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import AccountEnded
from services.notifications.application.confirm_closing import ConfirmClosing, confirm_closing
from services.notifications.application.ports import Unit


async def on_account_ended(event: AccountEnded, envelope: Envelope, uow: Unit) -> None:
    await confirm_closing(ConfirmClosing(envelope.id, event.account_id, event.ended_at, event.erases_at), uow)
