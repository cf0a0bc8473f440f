"""Tell a family, in the portal, that the town no longer has its demand."""

from uuid import UUID

from services.notifications.application.ports import NoteWriter, Unit
from services.notifications.domain.message import MessageKind


async def confirm_withdrawal(submission_id: UUID, family_id: UUID, unit: Unit, writer: NoteWriter) -> None:
    await unit.messages.post(family_id, MessageKind.WITHDRAWN, submission_id, writer.withdrawn())
