"""Asking for mails: the rows are written in the transaction of what made them necessary."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.adapters.tables import DELIVERIES
from services.notifications.application.ports import NewDelivery
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import ThreadId

_NEWEST_ACTIVATION = text("""
    SELECT coalesce(max(account_version), 0) FROM deliveries
    WHERE account_id = :account_id AND template IN ('activation', 'activation-reminder')
""")
_SUPERSEDE = text("""
    UPDATE deliveries SET state = 'superseded', sealed_token = NULL, closed_at = now()
    WHERE account_id = :account_id AND template = ANY(:templates) AND state = 'waiting'
""")
_SUPERSEDE_NOTICES = text("""
    UPDATE deliveries SET state = 'superseded', closed_at = now()
    WHERE thread_id = :thread_id AND state = 'waiting'
""")
_SUPERSEDE_PURPOSES = text("""
    UPDATE deliveries SET state = 'superseded', sealed_token = NULL, closed_at = now()
    WHERE starts_with(purpose, :beginning) AND state = 'waiting'
""")
_FORGET = text("DELETE FROM deliveries WHERE account_id = :account_id")
_IS_WAITING = text("""
    SELECT EXISTS (SELECT FROM deliveries
                   WHERE state = 'waiting' AND template = :template AND lower(address) = lower(:address))
""")


class SqlDeliveries:
    """Deliveries in the current transaction. `asked` tells whether a mail was asked for in it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.asked = False

    async def add(self, delivery: NewDelivery) -> None:
        values: dict[str, Any] = {
            "template": delivery.template.value,
            "purpose": delivery.purpose,
            "account_id": delivery.account_id,
            "address": delivery.address,
            "params": dict(delivery.params),
            "sealed_token": delivery.sealed_token,
            "account_version": delivery.account_version,
            "thread_id": delivery.thread_id,
        }
        if delivery.not_before is not None:
            values["next_attempt_at"] = delivery.not_before
        if delivery.not_after is not None:
            values["not_after"] = delivery.not_after
        await self._connection.execute(
            insert(DELIVERIES).values(values).on_conflict_do_nothing(constraint="uq_deliveries_purpose")
        )
        self.asked = True

    async def newest_activation(self, account_id: UUID) -> int:
        found = await self._connection.execute(_NEWEST_ACTIVATION, {"account_id": account_id})
        return int(found.scalar_one())

    async def supersede(self, account_id: UUID, *templates: Template) -> None:
        names = [template.value for template in templates]
        await self._connection.execute(_SUPERSEDE, {"account_id": account_id, "templates": names})

    async def supersede_notices(self, thread_id: ThreadId) -> None:
        await self._connection.execute(_SUPERSEDE_NOTICES, {"thread_id": thread_id})

    async def supersede_purposes(self, beginning: str) -> None:
        await self._connection.execute(_SUPERSEDE_PURPOSES, {"beginning": beginning})

    async def forget(self, account_id: UUID) -> None:
        await self._connection.execute(_FORGET, {"account_id": account_id})

    async def is_waiting(self, template: Template, address: str) -> bool:
        found = await self._connection.execute(_IS_WAITING, {"template": template.value, "address": address})
        return bool(found.scalar_one())
