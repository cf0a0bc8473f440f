"""What every service's Alembic history shares: its environment, and the chassis' tables with least privilege."""

import asyncio

from alembic import context, op
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine

from libs.chassis.db import new_metadata
from libs.chassis.retention import AUDIT_DAYS_AT_LEAST
from libs.chassis.tables import chassis_tables


def run_environment(metadata: MetaData) -> None:
    """The body of a service's `migrations/env.py`; `sqlalchemy.url` is the owner role's."""
    url = context.config.get_main_option("sqlalchemy.url")
    if not url:
        raise RuntimeError("sqlalchemy.url is not set: run migrations through `kiosque db migrate`")
    asyncio.run(_migrate(url, metadata))


async def _migrate(url: str, metadata: MetaData) -> None:
    engine = create_async_engine(url, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_run, metadata)
            await connection.commit()
    finally:
        await engine.dispose()


def _run(connection: Connection, metadata: MetaData) -> None:
    connection.execute(text("SET lock_timeout = '5s'"))
    context.configure(connection=connection, target_metadata=metadata, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()


def create_chassis_tables(service: str) -> None:
    """In a service's first migration: outbox, inbox, idempotency, audit, and what the serving role may do to them."""
    metadata = new_metadata()
    tables = chassis_tables(metadata)
    metadata.create_all(op.get_bind(), checkfirst=False)
    role = app_role(service)
    for table in (tables.outbox, tables.inbox, tables.idempotency):
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table.name} TO {role}")
    op.execute(f"GRANT SELECT, INSERT ON {tables.audit.name} TO {role}")


def ask_audit_by_family() -> None:
    """Give the audit its family, by which a history is asked; nothing where the first migration did already."""
    op.execute("ALTER TABLE audit ADD COLUMN IF NOT EXISTS family_id uuid")
    op.execute("CREATE INDEX IF NOT EXISTS ix_audit_family_id_at ON audit (family_id, at) WHERE family_id IS NOT NULL")


def let_old_audit_go(service: str) -> None:
    """Give the serving role the one way to delete audit rows: old ones, through a function of the owner's."""
    op.execute(f"""
        CREATE FUNCTION forget_old_audit(days integer, most integer) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            deleted integer;
        BEGIN
            IF days < {AUDIT_DAYS_AT_LEAST} THEN
                RAISE EXCEPTION 'the audit is kept for {AUDIT_DAYS_AT_LEAST} days at least';
            END IF;
            DELETE FROM audit WHERE id IN (
                SELECT id FROM (SELECT id, at FROM audit ORDER BY id LIMIT most) AS oldest
                 WHERE at < now() - make_interval(days => days));
            GET DIAGNOSTICS deleted = ROW_COUNT;
            RETURN deleted;
        END
        $$
    """)  # noqa: S608 - a number of ours
    op.execute("REVOKE ALL ON FUNCTION forget_old_audit(integer, integer) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION forget_old_audit(integer, integer) TO {app_role(service)}")


def grant(service: str, *tables: str, privileges: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Let the serving role use tables (or sequences, with `privileges`) of the migration that calls this."""
    for table in tables:
        op.execute(f"GRANT {privileges} ON {table} TO {app_role(service)}")


def app_role(service: str) -> str:
    """The role that serves; `<service>_owner` migrates."""
    return f"{service}_app"
