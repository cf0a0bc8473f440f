"""All that identity knows of an account, for its holder: no hash, no token."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_EXPORT = text("""
    SELECT jsonb_build_object(
        'account', jsonb_build_object(
            'family_code', family_code, 'email', email, 'civility', civility, 'last_name', last_name,
            'first_name', first_name, 'created_at', created_at, 'activated_at', activated_at,
            'new_email', (SELECT changes.email FROM email_changes AS changes
                           WHERE account_id = accounts.id AND expires_at > now())),
        'consents', COALESCE((
            SELECT jsonb_agg(jsonb_build_object('terms_version', details ->> 'terms_version', 'given_at', at)
                             ORDER BY at)
              FROM audit WHERE object = 'account:' || accounts.id AND action = 'terms.accepted'), '[]'),
        'sessions', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'opened_at', created_at, 'last_seen_at', last_seen_at, 'expires_at', expires_at,
                       'device', device, 'browser', browser) ORDER BY created_at)
              FROM sessions WHERE account_id = accounts.id), '[]'),
        'known_devices', COALESCE((
            SELECT jsonb_agg(jsonb_build_object('signed_in_at', signed_in_at, 'expires_at', expires_at)
                             ORDER BY signed_in_at)
              FROM known_devices WHERE account_id = accounts.id), '[]'))
      FROM accounts WHERE id = :account_id
""")


async def export_account(connection: AsyncConnection, account_id: UUID) -> dict[str, Any] | None:
    """None: it is gone. `docs/data-export.md` describes the shape."""
    data: dict[str, Any] | None = (await connection.execute(_EXPORT, {"account_id": account_id})).scalar_one_or_none()
    return data
