"""All that household knows of a family, for the family itself: its records and its submissions, no other home's."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# A decision is told once the submission is concluded; who decided is not told.
_EXPORT = text("""
    SELECT jsonb_build_object(
        'family', jsonb_build_object(
            'family_code', families.code, 'origin', families.origin, 'registered_at', families.registered_at,
            'activated_at', families.activated_at),
        'records', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'key', key, 'kind', kind, 'written', written, 'accepted', accepted, 'refusals', refusals,
                       'pieces', pieces, 'with_the_town', submission_id IS NOT NULL) ORDER BY position)
              FROM records WHERE family_id = families.id), '[]'),
        'children', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'id', children.id, 'last_name', last_name, 'first_name', first_name, 'sex', sex,
                       'birth_date', birth_date, 'birth_place', birth_place, 'validated', validated,
                       'home_since', homes.since) ORDER BY birth_date, children.id)
              FROM homes JOIN children ON children.id = homes.child_id WHERE homes.family_id = families.id), '[]'),
        'submissions', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'id', submissions.id, 'kind', kind, 'made_at', made_at, 'concluded_at', concluded_at,
                       'withdrawn_at', withdrawn_at,
                       'items', (SELECT jsonb_agg(jsonb_build_object(
                                    'key', items.key, 'piece_label', piece_label, 'old', old, 'new', new,
                                    'documents', COALESCE((
                                        SELECT jsonb_agg(document_id ORDER BY files.position)
                                          FROM submission_documents AS files
                                         WHERE files.submission_id = submissions.id AND files.item_key = items.key),
                                        '[]'))
                                    || CASE WHEN concluded_at IS NULL THEN '{}'::jsonb ELSE jsonb_build_object(
                                        'decision', decision, 'reason', reason_label, 'comment', comment,
                                        'decided_at', decided_at) END
                                    ORDER BY items.position)
                                   FROM submission_items AS items WHERE items.submission_id = submissions.id))
                       ORDER BY made_at, submissions.id)
              FROM submissions WHERE submissions.family_id = families.id), '[]'))
      FROM families WHERE families.id = :family_id
""")


async def export_family(connection: AsyncConnection, family_id: UUID) -> dict[str, Any] | None:
    """None: it is gone. `docs/data-export.md` describes the shape."""
    data: dict[str, Any] | None = (await connection.execute(_EXPORT, {"family_id": family_id})).scalar_one_or_none()
    return data
