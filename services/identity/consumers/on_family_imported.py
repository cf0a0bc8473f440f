"""Household took over a family that the town knew: it may open its account with a claim code."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import FamilyImported
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from services.identity.application.know_family import know_family
from services.identity.domain.claimable_family import ClaimableFamily


async def on_family_imported(event: FamilyImported, _envelope: Envelope, uow: IdentityUnitOfWork) -> None:
    await know_family(ClaimableFamily(event.family_id, event.family_code, event.email), event.imported_at, uow)
