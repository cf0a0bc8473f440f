"""Tell a family, in the portal, that its demand arrived."""

from uuid import UUID

from services.notifications.application.ports import NoteWriter, Unit
from services.notifications.domain.message import MessageKind


async def acknowledge_submission(submission_id: UUID, family_id: UUID, unit: Unit, writer: NoteWriter) -> None:
    await unit.messages.post(family_id, MessageKind.RECEIVED, submission_id, writer.received())
