"""Household erased a family: nobody signs in to it any more."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import FamilyErased
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from services.identity.application.forget_family import forget_family


async def on_family_erased(event: FamilyErased, _envelope: Envelope, uow: IdentityUnitOfWork) -> None:
    await forget_family(event.family_id, uow)
