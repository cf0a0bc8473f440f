"""Tell a home, in the portal, of its child's certificate and of its own appointment with the head of school.

No notice announces these: each has a mail of its own (`announce_certificate`, `tell_appointment`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from services.notifications.application.ports import Unit
from services.notifications.application.tell_family import TellFamily, Voice, tell_family
from services.notifications.domain.message import About, AboutKind, MessageKind


@dataclass(frozen=True)
class AdmissionNews:
    """One fact for one home.

    Attributes:
        first_name: the child's; empty in facts older than this message.
        at: when it happened, UTC.
        words: what the commune's texts use beside `first_name` and `year` (`2026/2027`).
        occasion: tells several facts of one kind apart.
    """

    family_id: UUID
    child_id: UUID
    kind: MessageKind
    first_name: str
    school_year: int
    at: datetime
    words: Mapping[str, Any]
    occasion: str


async def tell_of_admission(news: AdmissionNews, unit: Unit, voice: Voice) -> None:
    """Twice is fine. A child, a school year and a home have one thread: homes never share one."""
    thing = uuid5(news.family_id, f"{news.child_id}:{news.school_year}")
    words = {
        "first_name": news.first_name,
        "year": f"{news.school_year}/{news.school_year + 1}",
        **news.words,
    }
    about = About(AboutKind.ADMISSION, thing, news.at)
    await tell_family(TellFamily(news.family_id, about, news.kind, words, occasion=news.occasion), unit, voice)
