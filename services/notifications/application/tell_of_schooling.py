"""Tell a family, in the portal, what happens to its request for a school; a mail says that something waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.notifications.application.ports import Unit
from services.notifications.application.tell_family import TellFamily, Voice, tell_family
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import About, AboutKind, MessageKind

_NOTICES: Mapping[MessageKind, Template] = {
    MessageKind.SCHOOL_RECEIVED: Template.NEW_MESSAGE,
    MessageKind.DEROGATION_RECEIVED: Template.NEW_MESSAGE,
    MessageKind.SCHOOL_DECIDED: Template.DECISION,
    MessageKind.DEROGATION_DECIDED: Template.DECISION,
    MessageKind.SCHOOL_PROPOSED: Template.NEW_MESSAGE,
    MessageKind.PROPOSAL_CLOSED: Template.NEW_MESSAGE,
    MessageKind.STRUCK_OFF: Template.NEW_MESSAGE,
}


@dataclass(frozen=True)
class SchoolNews:
    """One fact about one request.

    Attributes:
        at: when it happened, UTC.
        words: what the commune's texts use beside `first_name` and `year` (`2026/2027`).
        occasion: tells several facts of one kind apart.
    """

    family_id: UUID
    pre_registration_id: UUID
    kind: MessageKind
    first_name: str
    school_year: int
    at: datetime
    words: Mapping[str, Any]
    occasion: str = ""


async def tell_of_schooling(news: SchoolNews, unit: Unit, voice: Voice) -> None:
    """Twice is fine."""
    about = About(AboutKind.PRE_REGISTRATION, news.pre_registration_id, news.at)
    year = f"{news.school_year}/{news.school_year + 1}"
    words = {"first_name": news.first_name, "year": year, **news.words}
    notice = _NOTICES.get(news.kind)
    told = TellFamily(news.family_id, about, news.kind, words, notice=notice, occasion=news.occasion)
    await tell_family(told, unit, voice)
