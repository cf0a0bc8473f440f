"""Resolving a session token: who it stands for now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BYTEA, INTERVAL

from libs.chassis.db import Database
from libs.french.names import full_name
from services.identity.domain.session import SessionKind, digest

TOUCHED_EVERY_SECONDS = 45

# `touched` runs whether or not it is read (PostgreSQL: data-modifying statements in WITH). Most calls touch nothing;
# asking for a locked registration never does: only its password counts as use. All parts see the row as it was before.
_RESOLVE = text(
    f"""
    WITH living AS (
        SELECT s.*, a.family_id, a.family_code, t.roles,
               t.name AS staff_name, a.first_name, a.last_name,
               s.kind = 'registration' AND a.password_hash IS NOT NULL AND s.last_seen_at + :lock <= now() AS locked,
               s.last_seen_at < now() - interval '{TOUCHED_EVERY_SECONDS} seconds' AS to_touch
        FROM sessions s LEFT JOIN accounts a ON a.id = s.account_id LEFT JOIN staff t ON t.id = s.staff_id
        WHERE s.token_hash = :token AND now() < s.expires_at AND now() < s.last_seen_at + s.idle_timeout
    ), touched AS (
        UPDATE sessions SET last_seen_at = now() FROM living
        WHERE sessions.token_hash = living.token_hash AND living.to_touch AND NOT living.locked
    )
    SELECT kind, id AS session_id, coalesce(account_id, staff_id) AS subject_id, family_id, family_code, roles,
           staff_name, first_name, last_name, locked,
           least(expires_at, idle_timeout + CASE WHEN to_touch AND NOT locked THEN now() ELSE last_seen_at END)
               AS expires_at
    FROM living
    """  # noqa: S608 - the only value pasted in is a constant of this module
).bindparams(bindparam("token", type_=BYTEA), bindparam("lock", type_=INTERVAL))


@dataclass(frozen=True)
class SessionView:
    """A living session: `family_id` and `family_code` of a family's, `roles` of staff's alone.

    `session_id` names it to its owner, and opens nothing.

    `locked`: a described registration that was left alone; who holds it is not told before its password is given.
    """

    kind: SessionKind
    locked: bool
    session_id: UUID
    id: UUID
    family_id: UUID | None
    family_code: str | None
    roles: tuple[str, ...]
    display_name: str
    expires_at: datetime


async def resolve_session(database: Database, token: str, lock_idle: timedelta) -> SessionView | None:
    """One statement, by the server's clock; it also notes that the session was used, every 45 s at most."""
    async with database.reading() as connection:
        row = (await connection.execute(_RESOLVE, {"token": digest(token), "lock": lock_idle})).one_or_none()
    if row is None:
        return None
    kind = SessionKind(row.kind)
    of_family = kind is SessionKind.FAMILY
    return SessionView(
        kind,
        row.locked,
        row.session_id,
        row.subject_id,
        row.family_id if of_family else None,
        row.family_code if of_family else None,
        tuple(row.roles or ()) if kind is SessionKind.STAFF else (),
        "" if row.locked else row.staff_name or full_name(row.first_name, row.last_name),
        row.expires_at,
    )
