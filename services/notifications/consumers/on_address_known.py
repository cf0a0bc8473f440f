"""Somebody began an account with an address that already opens one."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import AddressKnown
from services.notifications.application.ports import Unit
from services.notifications.application.warn_known_address import warn_known_address


async def on_address_known(event: AddressKnown, _envelope: Envelope, uow: Unit) -> None:
    await warn_known_address(event.registration_id, event.email, uow)
