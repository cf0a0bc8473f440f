"""Messages as a family reads them: one statement each, always within the family."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.api.schemas import MessageOut, MessageSummary

PAGE = 50

_PAGE = text("""
    SELECT id, subject, posted_at, read_at IS NOT NULL AS read FROM messages
    WHERE family_id = :family_id
    ORDER BY posted_at DESC, id DESC LIMIT :page
""")
_PAGE_AFTER = text("""
    SELECT id, subject, posted_at, read_at IS NOT NULL AS read FROM messages
    WHERE family_id = :family_id
      AND (posted_at, id) < (SELECT posted_at, id FROM messages WHERE id = :after AND family_id = :family_id)
    ORDER BY posted_at DESC, id DESC LIMIT :page
""")
_ONE = text("""
    SELECT id, subject, posted_at, read_at IS NOT NULL AS read, body FROM messages
    WHERE id = :id AND family_id = :family_id
""")
_UNREAD = text("SELECT count(*) FROM messages WHERE family_id = :family_id AND read_at IS NULL")


async def list_messages(connection: AsyncConnection, family_id: UUID, after: UUID | None) -> list[MessageSummary]:
    """A page, newest first; `after` is the last message of the page before."""
    query, more = (_PAGE_AFTER, {"after": after}) if after else (_PAGE, {})
    rows = await connection.execute(query, {"family_id": family_id, "page": PAGE, **more})
    return [MessageSummary(**row) for row in rows.mappings()]


async def get_message(connection: AsyncConnection, family_id: UUID, message_id: UUID) -> MessageOut | None:
    row = (await connection.execute(_ONE, {"id": message_id, "family_id": family_id})).mappings().one_or_none()
    return MessageOut(**row) if row else None


async def count_unread(connection: AsyncConnection, family_id: UUID) -> int:
    """Read from the index of unread messages alone."""
    return int((await connection.execute(_UNREAD, {"family_id": family_id})).scalar_one())
