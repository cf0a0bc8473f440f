"""What the chassis' tables need not keep: published outbox rows, applied inbox rows, answers to repeat."""

from datetime import datetime

from sqlalchemy import ColumnElement, Table, func, literal, select
from sqlalchemy.dialects.postgresql import INTERVAL

from libs.chassis.db import Database
from libs.chassis.idempotency import forget_old_answers
from libs.chassis.logging import get_logger
from libs.chassis.tables import ChassisTables

OUTBOX_DAYS = 30  # as far back as `kiosque bus republish` reaches
INBOX_DAYS = 35  # longer than the outbox, or a republished event would be applied twice
_SLICE = 5000


async def keep_house(database: Database, tables: ChassisTables) -> None:
    """Delete in small transactions, so that nobody waits for it. Unsent, pending and dead rows stay for ever."""
    outbox, inbox = tables.outbox, tables.inbox
    published = await _forget(
        database, outbox, outbox.c.published_at.is_not(None) & (outbox.c.created_at < _days_ago(OUTBOX_DAYS))
    )
    applied = await _forget(database, inbox, inbox.c.applied_at < _days_ago(INBOX_DAYS))
    answers = await forget_old_answers(database, tables)
    get_logger().info("house kept", outbox=published, inbox=applied, answers=answers)


def _days_ago(days: int) -> ColumnElement[datetime]:
    return func.now() - literal(f"{days} days").cast(INTERVAL)


async def _forget(database: Database, table: Table, old: ColumnElement[bool]) -> int:
    (key,) = table.primary_key.columns
    total = 0
    while True:
        async with database.transaction() as connection:
            deleted = (
                await connection.execute(table.delete().where(key.in_(select(key).where(old).limit(_SLICE))))
            ).rowcount
        total += deleted
        if deleted < _SLICE:
            return total
