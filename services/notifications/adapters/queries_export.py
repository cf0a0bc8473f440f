"""All that notifications knows of a family, for the family itself: its threads with the town, the mails sent to it."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_EXPORT = text("""
    SELECT jsonb_build_object(
        'addresses', COALESCE((
            SELECT jsonb_agg(jsonb_build_object('email', email, 'confirmed', confirmed) ORDER BY email)
              FROM recipients WHERE family_id = :family_id), '[]'),
        'messages', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'id', messages.id, 'thread_id', thread_id, 'thread', threads.subject, 'desk', threads.desk,
                       'author', author, 'signature', signature, 'kind', kind, 'subject', messages.subject,
                       'body', body, 'document_ids', document_ids, 'posted_at', posted_at, 'read_at', read_at)
                       ORDER BY position)
              FROM messages JOIN threads ON threads.id = thread_id
             WHERE messages.family_id = :family_id), '[]'),
        'drafts', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'id', id, 'thread_id', thread_id, 'desk', desk, 'subject', subject, 'body', body,
                       'saved_at', saved_at) ORDER BY saved_at)
              FROM drafts WHERE family_id = :family_id AND starts_with(writer, 'family:')), '[]'),
        'mails', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'template', template, 'address', COALESCE(address, email), 'state', state,
                       'created_at', created_at, 'closed_at', closed_at) ORDER BY position)
              FROM deliveries JOIN recipients USING (account_id) WHERE family_id = :family_id), '[]'))
""")


async def export_family(connection: AsyncConnection, family_id: UUID) -> dict[str, Any]:
    """`docs/data-export.md` describes the shape. Mails are known for thirty days, without their text."""
    data: dict[str, Any] = (await connection.execute(_EXPORT, {"family_id": family_id})).scalar_one()
    return data
