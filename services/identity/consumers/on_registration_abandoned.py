"""Household gave up a draft: the pending account goes."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import RegistrationAbandoned
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from services.identity.application.abandon_registration import abandon_registration


async def on_registration_abandoned(event: RegistrationAbandoned, _envelope: Envelope, uow: IdentityUnitOfWork) -> None:
    await abandon_registration(event.registration_id, uow)
