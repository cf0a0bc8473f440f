"""Mailed links in PostgreSQL, whose clock judges them: one table for each purpose, all of the same columns."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Table, delete, exists, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.identity.domain.account import AccountId


class MailedLinkStore:
    """Args: table: with `token_hash`, `account_id` and `expires_at`."""

    def __init__(self, connection: AsyncConnection, table: Table) -> None:
        self._connection = connection
        self._links = table
        self._good = table.c.expires_at > func.now()

    async def add(self, account_id: AccountId, token_hash: bytes, valid: timedelta) -> datetime:
        statement = (
            insert(self._links)
            .values(token_hash=token_hash, account_id=account_id, expires_at=func.now() + valid)
            .returning(self._links.c.expires_at)
        )
        deadline: datetime = (await self._connection.execute(statement)).scalar_one()
        return deadline

    async def account_of(self, token_hash: bytes) -> UUID | None:
        query = select(self._links.c.account_id).where(self._links.c.token_hash == token_hash, self._good)
        account_id: UUID | None = (await self._connection.execute(query)).scalar_one_or_none()
        return account_id

    async def spend(self, token_hash: bytes) -> bool:
        statement = delete(self._links).where(self._links.c.token_hash == token_hash, self._good)
        return (await self._connection.execute(statement)).rowcount == 1

    async def drop_all(self, account_id: AccountId) -> None:
        await self._connection.execute(delete(self._links).where(self._links.c.account_id == account_id))

    async def any_left(self, account_id: AccountId) -> bool:
        left = exists().where(self._links.c.account_id == account_id, self._good)
        return bool((await self._connection.execute(select(left))).scalar_one())
