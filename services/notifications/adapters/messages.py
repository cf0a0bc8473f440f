"""The messages of families, written."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.application.ports import Note
from services.notifications.domain.message import ANNOUNCED_DAYS, MessageKind

_POST = text("""
    INSERT INTO messages (family_id, kind, submission_id, subject, body)
    VALUES (:family_id, :kind, :submission_id, :subject, :body)
    ON CONFLICT ON CONSTRAINT uq_messages_submission_id_kind DO NOTHING
""")
_UNREAD_DECISIONS = text(f"""
    SELECT submission_id FROM messages
    WHERE family_id = :family_id AND kind = 'submission-concluded' AND read_at IS NULL
      AND posted_at > now() - interval '{ANNOUNCED_DAYS} days'
    ORDER BY posted_at
""")  # noqa: S608 - a constant of ours
_FORGET = text("DELETE FROM messages WHERE family_id = :family_id")
_MARK_READ = text("""
    UPDATE messages SET read_at = coalesce(read_at, now()), read_by = coalesce(read_by, :account_id)
    WHERE id = :id AND family_id = :family_id
""")


class SqlMessages:
    """Messages in the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def post(self, family_id: UUID, kind: MessageKind, submission_id: UUID, note: Note) -> None:
        await self._connection.execute(
            _POST,
            {
                "family_id": family_id,
                "kind": kind.value,
                "submission_id": submission_id,
                "subject": note.subject,
                "body": note.body,
            },
        )

    async def unread_decisions(self, family_id: UUID) -> Sequence[UUID]:
        return (await self._connection.execute(_UNREAD_DECISIONS, {"family_id": family_id})).scalars().all()

    async def forget(self, family_id: UUID) -> None:
        await self._connection.execute(_FORGET, {"family_id": family_id})

    async def mark_read(self, family_id: UUID, message_id: UUID, account_id: UUID) -> bool:
        marked = await self._connection.execute(
            _MARK_READ, {"id": message_id, "family_id": family_id, "account_id": account_id}
        )
        return marked.rowcount == 1
