"""Threads as they are read: by their family, always within it, and by the town."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.api.schemas import AgentThreadOut, MessageOut, ThreadOut, ThreadSummary

PAGE = 50

_LIST = """
    SELECT threads.id, threads.subject, threads.desk, threads.state = 'closed' AS closed, threads.last_at,
           last.author AS last_author, counted.unread
      FROM threads
      JOIN LATERAL (SELECT author FROM messages WHERE thread_id = threads.id ORDER BY position DESC LIMIT 1) AS last
        ON true
      JOIN LATERAL (SELECT count(*) FILTER (WHERE read_at IS NULL AND author <> 'family') AS unread
                      FROM messages WHERE thread_id = threads.id) AS counted ON true
     WHERE threads.family_id = :family_id {beyond}
     ORDER BY threads.last_at DESC, threads.id DESC LIMIT :page
"""
_BEYOND = """
    AND (threads.last_at, threads.id) < (SELECT last_at, id FROM threads WHERE id = :after AND family_id = :family_id)
"""
_PAGE, _PAGE_AFTER = text(_LIST.format(beyond="")), text(_LIST.format(beyond=_BEYOND))
_OF_FAMILY = text("""
    SELECT id, subject, desk, state = 'closed' AS closed FROM threads WHERE id = :id AND family_id = :family_id
""")
_OF_TOWN = text("""
    SELECT threads.id, version, threads.family_id, families.code AS family_code, subject, desk, state, about_kind,
           about_id
      FROM threads LEFT JOIN families USING (family_id) WHERE threads.id = :id
""")
_MESSAGES = text("""
    SELECT id, author, signature, subject, body, document_ids, posted_at, read_at
      FROM messages WHERE thread_id = :id ORDER BY position
""")
_UNREAD = text("SELECT count(*) FROM messages WHERE family_id = :family_id AND read_at IS NULL AND author <> 'family'")


async def list_threads(connection: AsyncConnection, family_id: UUID, after: UUID | None) -> list[ThreadSummary]:
    """A page, the newest message first; `after` is the last thread of the page before."""
    query, more = (_PAGE_AFTER, {"after": after}) if after else (_PAGE, {})
    rows = await connection.execute(query, {"family_id": family_id, "page": PAGE, **more})
    return [ThreadSummary(**row) for row in rows.mappings()]


async def get_thread(connection: AsyncConnection, family_id: UUID, thread_id: UUID) -> ThreadOut | None:
    values: dict[str, Any] = {"id": thread_id, "family_id": family_id}
    row = (await connection.execute(_OF_FAMILY, values)).mappings().one_or_none()
    return ThreadOut(**row, messages=await _messages(connection, thread_id)) if row else None


async def get_thread_for_town(connection: AsyncConnection, thread_id: UUID) -> AgentThreadOut | None:
    row = (await connection.execute(_OF_TOWN, {"id": thread_id})).mappings().one_or_none()
    return AgentThreadOut(**row, messages=await _messages(connection, thread_id)) if row else None


async def count_unread(connection: AsyncConnection, family_id: UUID) -> int:
    """Read from the index of unread messages alone."""
    return int((await connection.execute(_UNREAD, {"family_id": family_id})).scalar_one())


async def _messages(connection: AsyncConnection, thread_id: UUID) -> list[MessageOut]:
    return [MessageOut(**row) for row in (await connection.execute(_MESSAGES, {"id": thread_id})).mappings()]
