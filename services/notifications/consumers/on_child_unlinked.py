"""An agent took a child out of one of its two homes."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import ChildUnlinked
from services.notifications.application.ports import Unit
from services.notifications.application.tell_family import Voice
from services.notifications.application.tell_of_unlinking import Unlinking, tell_of_unlinking


class OnChildUnlinked:
    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def __call__(self, event: ChildUnlinked, envelope: Envelope, uow: Unit) -> None:
        news = Unlinking(
            envelope.id,
            event.child_id,
            event.first_name,
            event.family_id,
            event.staying_family_ids,
            event.unlinked_at,
        )
        await tell_of_unlinking(news, uow, self._voice)
