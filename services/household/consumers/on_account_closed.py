"""A family's account was closed before anybody activated it: the family goes too, unless the town knew it before."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import AccountClosed
from services.household.application.erase_family import erase_never_activated
from services.household.application.ports import Clock, UnitOfWork
from services.household.domain.ids import FamilyId


class OnAccountClosed:
    """Needs the clock: the others are told when."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def __call__(self, event: AccountClosed, _envelope: Envelope, uow: UnitOfWork) -> None:
        if not event.family_stays:
            await erase_never_activated(FamilyId(event.family_id), uow, self._clock)
