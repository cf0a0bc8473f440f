"""A family is no more: its children leave."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import FamilyErased
from services.schooling.application.forget_children import forget_children
from services.schooling.application.ports import Unit


async def on_family_erased(event: FamilyErased, _envelope: Envelope, uow: Unit) -> None:
    await forget_children(event.child_ids, uow)
