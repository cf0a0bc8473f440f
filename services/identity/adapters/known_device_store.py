"""Known devices in PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.identity.adapters.tables import known_devices


class KnownDeviceStore:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def replace(self, former: bytes | None, token_hash: bytes) -> Collection[UUID]:
        replaced = (
            update(known_devices)
            .where(known_devices.c.token_hash == former)
            .values(token_hash=token_hash)
            .returning(known_devices.c.account_id)
        )
        account_ids: Sequence[UUID] = (await self._connection.execute(replaced)).scalars().all()
        return account_ids

    async def remember(self, token_hash: bytes, account_id: UUID, valid: timedelta, most: int) -> None:
        seen = {"signed_in_at": func.now(), "expires_at": func.now() + valid}
        await self._connection.execute(
            insert(known_devices)
            .values(token_hash=token_hash, account_id=account_id, **seen)
            .on_conflict_do_update(index_elements=[known_devices.c.token_hash, known_devices.c.account_id], set_=seen)
        )
        older = (
            select(known_devices.c.token_hash)
            .where(known_devices.c.account_id == account_id)
            .order_by(known_devices.c.signed_in_at.desc())
            .offset(most)
        )
        await self._connection.execute(
            delete(known_devices).where(known_devices.c.account_id == account_id, known_devices.c.token_hash.in_(older))
        )

    async def forget_all(self, account_id: UUID) -> None:
        await self._connection.execute(delete(known_devices).where(known_devices.c.account_id == account_id))
