"""What the town set for deciding: reasons of dérogations and of refusals, sessions of the commission."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.adapters.tables import COMMISSION_SESSIONS, DEROGATION_REASONS, REFUSAL_REASONS
from services.schooling.domain.decisions import RefusalReason
from services.schooling.domain.derogation import CommissionSession, DerogationReason

_TODAY = text("(now() AT TIME ZONE 'Europe/Paris')::date")


class SqlProcedure:
    """In the current transaction. What is no longer listed is kept for the requests that name it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def replace_derogation_reasons(self, reasons: Sequence[DerogationReason]) -> int:
        return await self._replace(
            DEROGATION_REASONS,
            [
                {
                    "code": reason.code,
                    "label": reason.label,
                    "legal_basis": reason.legal_basis,
                    "between_communes": reason.between_communes,
                    "proof": reason.proof,
                    "position": position,
                }
                for position, reason in enumerate(reasons, start=1)
            ],
        )

    async def replace_refusal_reasons(self, reasons: Sequence[RefusalReason]) -> int:
        return await self._replace(
            REFUSAL_REASONS,
            [
                {
                    "code": reason.code,
                    "label": reason.label,
                    "legal_basis": reason.legal_basis,
                    "applies_to": sorted(reason.applies_to),
                    "position": position,
                }
                for position, reason in enumerate(reasons, start=1)
            ],
        )

    async def replace_commissions(self, sessions: Sequence[CommissionSession]) -> int:
        return await self._replace(
            COMMISSION_SESSIONS,
            [{"code": session.code, "school_year": session.school_year, "held_on": session.on} for session in sessions],
        )

    async def derogation_reasons(self) -> list[DerogationReason]:
        """In the order of the list."""
        table = DEROGATION_REASONS
        query = select(table).where(table.c.listed).order_by(table.c.position)
        return [
            DerogationReason(row.code, row.label, row.legal_basis, row.between_communes, row.proof)
            for row in await self._connection.execute(query)
        ]

    async def refusal_reasons(self) -> list[RefusalReason]:
        """In the order of the list."""
        table = REFUSAL_REASONS
        query = select(table).where(table.c.listed).order_by(table.c.position)
        return [
            RefusalReason(row.code, row.label, row.legal_basis, frozenset(row.applies_to))
            for row in await self._connection.execute(query)
        ]

    async def refusal_reason(self, code: str) -> RefusalReason | None:
        return next((reason for reason in await self.refusal_reasons() if reason.code == code), None)

    async def next_commission(self, school_year: int) -> CommissionSession | None:
        """The first session of that year from today on, in Paris."""
        table = COMMISSION_SESSIONS
        query = (
            select(table)
            .where(table.c.school_year == school_year, table.c.listed, table.c.held_on >= _TODAY)
            .order_by(table.c.held_on)
            .limit(1)
        )
        row = (await self._connection.execute(query)).one_or_none()
        return CommissionSession(row.code, row.school_year, row.held_on) if row else None

    async def session_on(self, school_year: int, day: date) -> bool:
        """Whether the commission sat that day for that year, today at the latest."""
        table = COMMISSION_SESSIONS
        query = select(func.count()).where(
            table.c.school_year == school_year, table.c.held_on == day, table.c.held_on <= _TODAY
        )
        return bool(await self._connection.scalar(query))

    async def _replace(self, table: Table, rows: list[dict[str, Any]]) -> int:
        """Returns how many rows are different now."""
        changed = 0
        for row in rows:
            values = {name: value for name, value in row.items() if name != "code"} | {"listed": True}
            put = insert(table).values(**row, listed=True)
            differs = [table.c[name].is_distinct_from(put.excluded[name]) for name in values]
            condition = differs[0]
            for each in differs[1:]:
                condition = condition | each
            put = put.on_conflict_do_update(constraint=f"pk_{table.name}", set_=values, where=condition)
            changed += (await self._connection.execute(put)).rowcount
        listed = [row["code"] for row in rows]
        gone = table.update().where(table.c.listed, table.c.code.not_in(listed)).values(listed=False)
        return changed + (await self._connection.execute(gone)).rowcount
