"""A family, as it is now: agents look for its threads by its code."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import FamilyChanged
from services.notifications.application.ports import Unit


async def on_family_changed(event: FamilyChanged, _envelope: Envelope, uow: Unit) -> None:
    await uow.families.put(event.family_id, event.family_code)
