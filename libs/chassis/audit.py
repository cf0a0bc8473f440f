"""The append-only audit: who did or saw what, when and why."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.correlation import current_correlation
from libs.chassis.tables import ChassisTables


@dataclass(frozen=True)
class AuditEntry:
    """One row to be.

    Attributes:
        actor: `<kind>:<id>` of the subject, or `service:<name>` for a job.
        action: `<noun>.<verb in the past>`: `submission.read`, `item.refused`.
        object: `<noun>:<id>`.
        reason: the code of the reason, when the action has one.
        details: codes and ids; no name, no address.
        family_id: whose history tells it (`libs.chassis.history`); None: it concerns no single family.
    """

    actor: str
    action: str
    object: str
    reason: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    family_id: UUID | None = None


async def write_audit(connection: AsyncConnection, tables: ChassisTables, entries: list[AuditEntry]) -> None:
    """Add the entries to the current transaction."""
    if not entries:
        return
    correlation_id = current_correlation().id
    await connection.execute(
        tables.audit.insert(),
        [
            {
                "actor": entry.actor,
                "action": entry.action,
                "object": entry.object,
                "reason": entry.reason,
                "details": entry.details,
                "family_id": entry.family_id,
                "correlation_id": correlation_id,
            }
            for entry in entries
        ],
    )
