"""What is kept for a while: what a purge would take now, when the last one ran, and the purge of the audit.

The serving role may not delete an audit row. It may call one function of the owner's, which deletes what is older than
the town's setting, and never what is younger than `AUDIT_DAYS_AT_LEAST`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.audit import AuditEntry, write_audit
from libs.chassis.db import Database
from libs.chassis.tables import ChassisTables

AUDIT_DAYS_AT_LEAST = 180
RAN = "retention.ran"
AUDIT = "audit:old"
_SLICE = 5000


@dataclass(frozen=True)
class Kept:
    """One kind of data, as `kiosque retention` shows it.

    Attributes:
        kept: how long, in words of the operator: `365 days`.
        due: what the next run of the purge takes.
        last_run: None of a purge that leaves no trace of its runs, and of one that never ran.
    """

    what: str
    kept: str
    due: int
    last_run: datetime | None = None


async def forget_old_audit(database: Database, tables: ChassisTables, days: int) -> int:
    """Job: delete audit rows that are older, in small transactions; each run leaves a row of its own."""
    total = 0
    while True:
        async with database.transaction() as connection:
            deleted: int = (await connection.execute(select(func.forget_old_audit(days, _SLICE)))).scalar_one()
            total += deleted
            if deleted < _SLICE:
                entry = AuditEntry("service:worker", RAN, AUDIT, details={"deleted": total})
                await write_audit(connection, tables, [entry])
                return total


async def audit_kept(connection: AsyncConnection, tables: ChassisTables, days: int) -> Kept:
    """How the audit stands."""
    old = tables.audit.c.at < func.now() - func.make_interval(0, 0, 0, days)
    due: int = (await connection.execute(select(func.count()).where(old))).scalar_one()
    return Kept("audit rows", f"{days} days", due, await last_run(connection, tables, AUDIT))


async def last_run(connection: AsyncConnection, tables: ChassisTables, purged: str) -> datetime | None:
    """Of a purge that writes an audit row at each run; `purged` is the row's object."""
    audit = tables.audit
    query = select(func.max(audit.c.at)).where(audit.c.object == purged, audit.c.action == RAN)
    found: datetime | None = (await connection.execute(query)).scalar_one()
    return found
