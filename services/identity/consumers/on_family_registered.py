"""Household registered a family: its pending account receives it."""

from dataclasses import dataclass

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import FamilyRegistered
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from services.identity.application.join_family import join_family
from services.identity.application.rules import Rules
from services.identity.domain.account import Family


@dataclass(frozen=True)
class OnFamilyRegistered:
    rules: Rules

    async def __call__(self, event: FamilyRegistered, _envelope: Envelope, uow: IdentityUnitOfWork) -> None:
        await join_family(event.registration_id, Family(event.family_id, event.family_code), uow, self.rules)
