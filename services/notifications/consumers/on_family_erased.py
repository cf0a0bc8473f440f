"""A family is no more."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import FamilyErased
from services.notifications.application.forget_account import forget_family
from services.notifications.application.ports import Unit


async def on_family_erased(event: FamilyErased, _envelope: Envelope, uow: Unit) -> None:
    await forget_family(event.family_id, uow)
