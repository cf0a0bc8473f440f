"""Tell a family, in the portal, that the town no longer has its submission."""

from datetime import datetime
from uuid import UUID

from services.notifications.application.ports import Unit
from services.notifications.application.tell_family import TellFamily, Voice, tell_family
from services.notifications.domain.message import About, AboutKind, MessageKind


async def confirm_withdrawal(
    submission_id: UUID, family_id: UUID, withdrawn_at: datetime, unit: Unit, voice: Voice
) -> None:
    about = About(AboutKind.SUBMISSION, submission_id, withdrawn_at)
    await tell_family(TellFamily(family_id, about, MessageKind.WITHDRAWN), unit, voice)
