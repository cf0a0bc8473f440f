"""Members of staff in PostgreSQL."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import StaleVersion
from services.identity.adapters.tables import staff
from services.identity.domain.staff_member import StaffId, StaffMember, login_key


class StaffRepository:
    """Rows are locked when loaded, so that one code is never judged twice at once; written at `save`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._loaded: list[tuple[StaffMember, dict[str, Any]]] = []

    def add(self, member: StaffMember) -> None:
        self._loaded.append((member, {}))

    async def find(self, staff_id: UUID) -> StaffMember | None:
        return await self._find(staff.c.id == staff_id)

    async def with_login(self, login: str) -> StaffMember | None:
        return await self._find(staff.c.login == login_key(login))

    async def save(self) -> None:
        """Write what changed. Raises StaleVersion."""
        for member, stored in self._loaded:
            values = _values(member)
            if values == stored:
                continue
            if member.version == 0:
                await self._connection.execute(insert(staff).values(id=member.id, version=1, **values))
                member.version = 1
                continue
            written = await self._connection.execute(
                update(staff)
                .where(staff.c.id == member.id, staff.c.version == member.version)
                .values(version=member.version + 1, **values)
            )
            if written.rowcount != 1:
                raise StaleVersion
            member.version += 1

    async def _find(self, condition: ColumnElement[bool]) -> StaffMember | None:
        row = (await self._connection.execute(select(staff).where(condition).with_for_update())).one_or_none()
        if row is None:
            return None
        member = StaffMember(
            id=StaffId(row.id),
            login=row.login,
            name=row.name,
            roles=tuple(row.roles),
            password_hash=row.password_hash,
            totp_secret=row.totp_secret,
            totp_step=row.totp_step,
            version=row.version,
        )
        self._loaded.append((member, _values(member)))
        return member


def _values(member: StaffMember) -> dict[str, Any]:
    return {
        "login": member.login,
        "name": member.name,
        "roles": list(member.roles),
        "password_hash": member.password_hash,
        "totp_secret": member.totp_secret,
        "totp_step": member.totp_step,
    }
