"""Changes of address that wait for their confirmation, in PostgreSQL, whose clock judges them."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.identity.adapters.tables import email_changes
from services.identity.domain.account import AccountId

_GOOD = email_changes.c.expires_at > func.now()


class EmailChangeStore:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, account_id: AccountId, email: str, token_hash: bytes, valid: timedelta) -> datetime:
        asked = {
            "email": email,
            "token_hash": token_hash,
            "requested_at": func.now(),
            "expires_at": func.now() + valid,
        }
        statement = (
            insert(email_changes)
            .values(account_id=account_id, **asked)
            .on_conflict_do_update(index_elements=[email_changes.c.account_id], set_=asked)
            .returning(email_changes.c.expires_at)
        )
        deadline: datetime = (await self._connection.execute(statement)).scalar_one()
        return deadline

    async def pending(self, account_id: AccountId) -> str | None:
        query = select(email_changes.c.email).where(email_changes.c.account_id == account_id, _GOOD)
        email: str | None = (await self._connection.execute(query)).scalar_one_or_none()
        return email

    async def account_of(self, token_hash: bytes) -> UUID | None:
        query = select(email_changes.c.account_id).where(email_changes.c.token_hash == token_hash, _GOOD)
        account_id: UUID | None = (await self._connection.execute(query)).scalar_one_or_none()
        return account_id

    async def spend(self, token_hash: bytes) -> str | None:
        statement = (
            delete(email_changes)
            .where(email_changes.c.token_hash == token_hash, _GOOD)
            .returning(email_changes.c.email)
        )
        email: str | None = (await self._connection.execute(statement)).scalar_one_or_none()
        return email

    async def drop(self, account_id: AccountId) -> bool:
        statement = delete(email_changes).where(email_changes.c.account_id == account_id).returning(_GOOD)
        return bool((await self._connection.execute(statement)).scalar_one_or_none())
