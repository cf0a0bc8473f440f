"""Deleting what time has ended; each is a job of the worker and returns the number of rows deleted."""

from datetime import timedelta

from sqlalchemy import Table, delete, exists, func, insert, select

from libs.chassis.correlation import current_correlation
from libs.chassis.db import Database
from services.identity.adapters.tables import (
    CHASSIS,
    accounts,
    activation_links,
    claim_codes,
    email_changes,
    known_devices,
    mail_codes,
    password_resets,
    resumption_links,
    sessions,
    spent_challenges,
)


async def purge_sessions(database: Database) -> int:
    ended = (sessions.c.expires_at <= func.now()) | (sessions.c.last_seen_at + sessions.c.idle_timeout <= func.now())
    async with database.transaction() as connection:
        return (await connection.execute(delete(sessions).where(ended))).rowcount


async def purge_activation_links(database: Database) -> int:
    return await _purge_expired(database, activation_links)


async def purge_resumption_links(database: Database) -> int:
    return await _purge_expired(database, resumption_links)


async def purge_password_resets(database: Database) -> int:
    return await _purge_expired(database, password_resets)


async def purge_email_changes(database: Database) -> int:
    return await _purge_expired(database, email_changes)


async def purge_claim_codes(database: Database) -> int:
    return await _purge_expired(database, claim_codes)


async def purge_known_devices(database: Database) -> int:
    return await _purge_expired(database, known_devices)


async def purge_proofs(database: Database) -> int:
    """Used challenges that would be refused as too old anyway, and codes that nobody used in time."""
    return await _purge_expired(database, spent_challenges) + await _purge_expired(database, mail_codes)


async def purge_forgotten_registrations(database: Database, older_than: timedelta) -> int:
    """Pending accounts that household never heard of, so that it can never tell of them; one audit row for all.

    A draft in household keeps its registration's session in use, and its end is told by an event; both are long past
    after `older_than` without any session.
    """
    forgotten = (
        accounts.c.family_id.is_(None),
        accounts.c.created_at < func.now() - older_than,
        ~exists(select(sessions.c.token_hash).where(sessions.c.account_id == accounts.c.id)),
    )
    async with database.transaction() as connection:
        deleted = (await connection.execute(delete(accounts).where(*forgotten))).rowcount
        if deleted:
            await connection.execute(
                insert(CHASSIS.audit).values(
                    actor="service:identity",
                    action="registration.deleted",
                    object="account:many",
                    reason="forgotten",
                    details={"deleted": deleted},
                    correlation_id=current_correlation().id,
                )
            )
    return deleted


async def _purge_expired(database: Database, table: Table) -> int:
    async with database.transaction() as connection:
        return (await connection.execute(delete(table).where(table.c.expires_at <= func.now()))).rowcount
