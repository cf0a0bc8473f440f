"""The deliveries as the mailer sees them: what is due, and what became of it, by PostgreSQL's clock."""

from sqlalchemy import Row, text

from libs.chassis.audit import AuditEntry, write_audit
from libs.chassis.db import Database
from libs.chassis.logging import get_logger
from services.notifications.adapters.tables import CHASSIS
from services.notifications.application.ports import DueDelivery
from services.notifications.domain.delivery import (
    Deferred,
    Expired,
    Fate,
    Refused,
    Sent,
    State,
    Template,
    pause_before_next,
)

_NEXT_DUE = text("""
    SELECT d.id, d.template, coalesce(d.address, r.email) AS address, d.params, d.sealed_token, d.attempts,
           d.not_after <= now() AS expired, r.family_id
    FROM deliveries d LEFT JOIN recipients r ON r.account_id = d.account_id
    WHERE d.state = 'waiting' AND d.next_attempt_at <= now()
    ORDER BY d.position LIMIT 1
""")
_DEFER = text("""
    UPDATE deliveries
    SET attempts = attempts + 1, last_error = :reason,
        next_attempt_at = least(now() + make_interval(secs => :pause), greatest(not_after, now()))
    WHERE id = :id AND state = 'waiting'
""")
# What is final needs neither the secret of its link nor what the enclosed certificate says of a child.
_CLOSE = text("""
    UPDATE deliveries
    SET state = :state, attempts = attempts + :attempted, last_error = :reason, sealed_token = NULL, closed_at = now(),
        params = params - 'sheet'
    WHERE id = :id AND (state = 'waiting' OR :state = 'sent')
""")
_STATES: dict[type[Sent | Refused | Expired], State] = {
    Sent: State.SENT,
    Refused: State.REFUSED,
    Expired: State.EXPIRED,
}


class SqlMailQueue:
    """Each call is a transaction of its own: no row is locked while a mail server takes its time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def next_due(self) -> DueDelivery | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(_NEXT_DUE)).one_or_none()
        return _due(row) if row else None

    async def record(self, delivery: DueDelivery, fate: Fate) -> None:
        """What happened, with an audit row for a final fate. A mail superseded while it was leaving counts as sent."""
        if isinstance(fate, Deferred):
            await self._defer(delivery, fate)
        else:
            await self._close(delivery, fate)
        get_logger().info(
            "mail attempted",
            delivery_id=str(delivery.id),
            template=delivery.template.value,
            fate=type(fate).__name__.lower(),
            reason=getattr(fate, "reason", None),
            attempts=delivery.attempts + 1,
        )

    async def _defer(self, delivery: DueDelivery, fate: Deferred) -> None:
        pause = pause_before_next(delivery.attempts + 1, fate.longest_pause)
        async with self._database.transaction() as connection:
            await connection.execute(_DEFER, {"id": delivery.id, "reason": fate.reason, "pause": float(pause)})

    async def _close(self, delivery: DueDelivery, fate: Sent | Refused | Expired) -> None:
        state = _STATES[type(fate)]
        reason = fate.reason if isinstance(fate, Refused) else None
        attempted = 0 if isinstance(fate, Expired) else 1
        audit = AuditEntry(
            actor="service:notifications",
            action=f"mail.{state.value}",
            object=f"delivery:{delivery.id}",
            reason=reason,
            details={"template": delivery.template.value},
            family_id=delivery.family_id,
        )
        async with self._database.transaction() as connection:
            await connection.execute(
                _CLOSE, {"id": delivery.id, "state": state.value, "reason": reason, "attempted": attempted}
            )
            await write_audit(connection, CHASSIS, [audit])


def _due(row: Row[tuple[object, ...]]) -> DueDelivery:
    return DueDelivery(
        id=row.id,
        template=Template(row.template),
        address=row.address or "",
        params=row.params,
        sealed_token=row.sealed_token,
        attempts=row.attempts,
        expired=row.expired,
        family_id=row.family_id,
    )
