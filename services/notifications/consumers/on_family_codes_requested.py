"""The holder of an address forgot the code famille."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import FamilyCodesRequested
from services.notifications.application.ports import Unit
from services.notifications.application.remind_family_codes import remind_family_codes


async def on_family_codes_requested(event: FamilyCodesRequested, _envelope: Envelope, uow: Unit) -> None:
    await remind_family_codes(event.request_id, event.email, event.family_codes, uow)
