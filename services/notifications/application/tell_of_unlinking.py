"""Tell two homes, each in a thread of its own, that a child has left one of them; neither hears of the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from services.notifications.application.ports import Unit
from services.notifications.application.tell_family import TellFamily, Voice, tell_family
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import About, AboutKind, MessageKind


@dataclass(frozen=True)
class Unlinking:
    """`fact_id`: of the event: the same child may be linked and unlinked again."""

    fact_id: UUID
    child_id: UUID
    first_name: str
    left: UUID
    staying: Sequence[UUID]
    at: datetime


async def tell_of_unlinking(news: Unlinking, unit: Unit, voice: Voice) -> None:
    """Twice is fine."""
    told = [(news.left, MessageKind.CHILD_LEFT), *((home, MessageKind.CHILD_STAYS) for home in news.staying)]
    for family_id, kind in told:
        about = About(AboutKind.HOME, uuid5(news.child_id, str(family_id)), news.at)
        words = {"first_name": news.first_name}
        occasion = str(news.fact_id)
        await tell_family(
            TellFamily(family_id, about, kind, words, notice=Template.NEW_MESSAGE, occasion=occasion), unit, voice
        )
