"""A family's account is no more: when its holder closed it, the family is kept for a while only."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import AccountEnded
from services.household.application.note_closing import note_closing
from services.household.application.ports import UnitOfWork
from services.household.domain.ids import FamilyId


async def on_account_ended(event: AccountEnded, _envelope: Envelope, uow: UnitOfWork) -> None:
    if event.reason == "by_its_holder":
        await note_closing(FamilyId(event.family_id), event.ended_at, uow)
