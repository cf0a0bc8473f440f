"""Nobody came back to a family whose account was closed: it goes."""

from libs.contracts.envelope import Envelope
from libs.contracts.identity.v1 import FamilyGivenUp
from services.household.application.erase_family import erase_given_up
from services.household.application.ports import Clock, UnitOfWork
from services.household.domain.ids import FamilyId


class OnFamilyGivenUp:
    """Needs the clock: the others are told when."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def __call__(self, event: FamilyGivenUp, _envelope: Envelope, uow: UnitOfWork) -> None:
        await erase_given_up(FamilyId(event.family_id), uow, self._clock)
