"""Activation links in PostgreSQL, whose clock judges them."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.identity.adapters.tables import activation_links
from services.identity.domain.account import AccountId

_GOOD = activation_links.c.expires_at > func.now()


class ActivationLinkStore:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, account_id: AccountId, token_hash: bytes, valid: timedelta) -> datetime:
        statement = (
            insert(activation_links)
            .values(token_hash=token_hash, account_id=account_id, expires_at=func.now() + valid)
            .returning(activation_links.c.expires_at)
        )
        deadline: datetime = (await self._connection.execute(statement)).scalar_one()
        return deadline

    async def account_of(self, token_hash: bytes) -> UUID | None:
        query = select(activation_links.c.account_id).where(activation_links.c.token_hash == token_hash, _GOOD)
        account_id: UUID | None = (await self._connection.execute(query)).scalar_one_or_none()
        return account_id

    async def spend(self, token_hash: bytes) -> bool:
        statement = delete(activation_links).where(activation_links.c.token_hash == token_hash, _GOOD)
        return (await self._connection.execute(statement)).rowcount == 1

    async def drop_all(self, account_id: AccountId) -> None:
        await self._connection.execute(delete(activation_links).where(activation_links.c.account_id == account_id))

    async def any_left(self, account_id: AccountId) -> bool:
        left = exists().where(activation_links.c.account_id == account_id, _GOOD)
        return bool((await self._connection.execute(select(left))).scalar_one())
