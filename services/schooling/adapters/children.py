"""The projection of household's children: whole states, the newest wins."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.domain.child import Child

_PUT = text("""
    INSERT INTO children (child_id, version, family_ids, last_name, first_name, sex, birth_date, validated)
    VALUES (:child_id, :version, :family_ids, :last_name, :first_name, :sex, :birth_date, :validated)
    ON CONFLICT ON CONSTRAINT pk_children DO UPDATE
    SET version = excluded.version, family_ids = excluded.family_ids, last_name = excluded.last_name,
        first_name = excluded.first_name, sex = excluded.sex, birth_date = excluded.birth_date,
        validated = excluded.validated
    WHERE children.version <= excluded.version
""")


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
            },
        )
