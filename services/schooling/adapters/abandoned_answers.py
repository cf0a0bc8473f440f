"""What families typed for a school long ago and never handed in is kept no longer."""

from sqlalchemy import text

from libs.chassis.audit import AuditEntry, write_audit
from libs.chassis.db import Database
from libs.chassis.retention import RAN
from services.schooling.adapters.tables import CHASSIS

ANSWERS = "answers:abandoned"
ABANDONED = """
    kept_at < now() - make_interval(days => :days)
    AND NOT EXISTS (SELECT FROM pre_registrations AS asked
                     WHERE asked.family_id = kept_answers.family_id AND asked.child_id = kept_answers.child_id
                       AND asked.school_year = kept_answers.school_year AND asked.state = 'open')
"""
"""A request that is open may still be taken back, and needs them then."""
_FORGET = text(f"DELETE FROM kept_answers WHERE {ABANDONED}")  # noqa: S608 - our own words


async def forget_abandoned_answers(database: Database, days: int) -> int:
    """Job: each run leaves an audit row; how many families, children and years went."""
    async with database.transaction() as connection:
        deleted: int = (await connection.execute(_FORGET, {"days": days})).rowcount
        await write_audit(
            connection, CHASSIS, [AuditEntry("service:worker", RAN, ANSWERS, details={"deleted": deleted})]
        )
    return deleted
