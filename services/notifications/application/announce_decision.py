"""Tell a family what the town decided: whole in the portal, without content by mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.application.ports import Refusal, Unit
from services.notifications.application.tell_family import TellFamily, Voice, tell_family
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import About, AboutKind, MessageKind


@dataclass(frozen=True)
class AnnounceDecision:
    """What the town decided on a submission: how many items it accepted, and each one that it refused."""

    submission_id: UUID
    family_id: UUID
    concluded_at: datetime
    accepted: int
    refused: Sequence[Refusal]


async def announce_decision(command: AnnounceDecision, unit: Unit, voice: Voice) -> None:
    """Post the decision, and a mail notice to each confirmed address of the family."""
    about = About(AboutKind.SUBMISSION, command.submission_id, command.concluded_at)
    words = {"accepted": command.accepted, "refused": command.refused}
    told = TellFamily(command.family_id, about, MessageKind.DECISION, words, notice=Template.DECISION)
    await tell_family(told, unit, voice)
