"""A family's account was activated: agents see that its holder answers mails."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import AccountActivated
from services.household.application.note_activation import note_activation
from services.household.application.ports import UnitOfWork
from services.household.domain.ids import FamilyId


async def on_account_activated(event: AccountActivated, _envelope: Envelope, uow: UnitOfWork) -> None:
    await note_activation(FamilyId(event.family_id), event.activated_at, uow)
