"""A family is no more: it leaves, and its children with it."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import FamilyErased
from services.schooling.application.forget_family import forget_family
from services.schooling.application.ports import Unit


async def on_family_erased(event: FamilyErased, _envelope: Envelope, uow: Unit) -> None:
    await forget_family(event.family_id, event.child_ids, uow)
