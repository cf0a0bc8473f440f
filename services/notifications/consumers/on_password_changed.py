"""An account has another password."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import PasswordChanged
from services.notifications.application.ports import Unit
from services.notifications.application.tell_password_changed import tell_password_changed


async def on_password_changed(event: PasswordChanged, envelope: Envelope, uow: Unit) -> None:
    await tell_password_changed(envelope.id, event.account_id, event.email, event.changed_at, uow)
