"""The projection of household's children: whole states, the newest wins."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.domain.child import Child

_PUT = text("""
    INSERT INTO children
        (child_id, version, family_ids, last_name, first_name, sex, birth_date, validated, disagreement)
    SELECT :child_id, :version, :family_ids, :last_name, :first_name, :sex, :birth_date, :validated, :disagreement
    WHERE NOT EXISTS (SELECT FROM erased_children WHERE child_id = :child_id)
    ON CONFLICT ON CONSTRAINT pk_children DO UPDATE
    SET version = excluded.version, family_ids = excluded.family_ids, last_name = excluded.last_name,
        first_name = excluded.first_name, sex = excluded.sex, birth_date = excluded.birth_date,
        validated = excluded.validated, disagreement = excluded.disagreement
    WHERE children.version <= excluded.version
""")
_HOLD = text("SELECT * FROM children WHERE child_id = :child_id FOR UPDATE")
_ERASE = text("INSERT INTO erased_children (child_id) VALUES (:child_id) ON CONFLICT DO NOTHING")
_FORGET = text("DELETE FROM children WHERE child_id = :child_id")


class SqlChildren:
    """Children in the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, child: Child) -> None:
        await self._connection.execute(
            _PUT,
            {
                "child_id": child.id,
                "version": child.version,
                "family_ids": list(child.family_ids),
                "last_name": child.last_name,
                "first_name": child.first_name,
                "sex": child.sex,
                "birth_date": child.birth_date,
                "validated": child.validated,
                "disagreement": child.disagreement,
            },
        )

    async def hold(self, child_id: UUID) -> Child | None:
        row = (await self._connection.execute(_HOLD, {"child_id": child_id})).one_or_none()
        return child_of(row) if row else None

    async def forget(self, child_id: UUID) -> None:
        for statement in (_ERASE, _FORGET):
            await self._connection.execute(statement, {"child_id": child_id})


def child_of(row: Row[Any]) -> Child:
    """A row of `children`."""
    return Child(
        row.child_id,
        row.version,
        tuple(row.family_ids),
        row.last_name,
        row.first_name,
        row.sex,
        row.birth_date,
        row.validated,
        row.disagreement,
    )
