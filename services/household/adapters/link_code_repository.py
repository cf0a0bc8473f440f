"""Codes that link a child to a second home."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.household.adapters.tables import LINK_CODES
from services.household.application.ports import LinkCodes
from services.household.domain.ids import AgentId, ChildId, FamilyId
from services.household.domain.link_code import LinkCode


class SqlLinkCodes(LinkCodes):
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def replace(self, code: LinkCode) -> None:
        unused = LINK_CODES.delete().where(LINK_CODES.c.child_id == code.child_id, LINK_CODES.c.used_at.is_(None))
        await self._connection.execute(unused)
        await self._connection.execute(
            LINK_CODES.insert().values(
                digest=code.digest,
                child_id=code.child_id,
                issued_by=code.issued_by,
                expires_at=code.expires_at,
            )
        )

    async def take(self, digest: bytes) -> LinkCode | None:
        query = (
            select(LINK_CODES)
            .where(
                LINK_CODES.c.digest == digest,
                LINK_CODES.c.used_at.is_(None),
                LINK_CODES.c.expires_at > func.now(),
            )
            .with_for_update()
        )
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            return None
        return LinkCode(row.digest, ChildId(row.child_id), AgentId(row.issued_by), row.expires_at)

    async def use(self, code: LinkCode, family_id: FamilyId) -> None:
        used = {"used_at": func.now(), "used_by": family_id}
        await self._connection.execute(LINK_CODES.update().where(LINK_CODES.c.digest == code.digest).values(used))

    async def forget_child(self, child_id: ChildId) -> None:
        await self._connection.execute(LINK_CODES.delete().where(LINK_CODES.c.child_id == child_id))
