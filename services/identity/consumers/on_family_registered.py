"""Household registered a family: its pending account receives it, or it may claim one later."""

from dataclasses import dataclass

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import FamilyRegistered
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from services.identity.application.join_family import join_family
from services.identity.application.know_family import know_family
from services.identity.application.rules import Rules
from services.identity.domain.account import Family
from services.identity.domain.claimable_family import ClaimableFamily


@dataclass(frozen=True)
class OnFamilyRegistered:
    rules: Rules

    async def __call__(self, event: FamilyRegistered, _envelope: Envelope, uow: IdentityUnitOfWork) -> None:
        if event.origin == "counter":
            await know_family(ClaimableFamily(event.family_id, event.family_code, None), event.registered_at, uow)
            return
        await join_family(event.registration_id, Family(event.family_id, event.family_code), uow, self.rules)
