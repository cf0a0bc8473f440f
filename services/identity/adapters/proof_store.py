"""Spent challenges and mailed codes in PostgreSQL, whose clock judges the codes."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.identity.adapters.tables import mail_codes, spent_challenges
from services.identity.domain.account import AccountId


class ProofStore:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def spend_challenge(self, signature: bytes, expires_at: datetime) -> bool:
        """Whoever comes second waits here for the first one's commit."""
        statement = insert(spent_challenges).values(signature=signature, expires_at=expires_at).on_conflict_do_nothing()
        return (await self._connection.execute(statement)).rowcount == 1

    async def keep_code(self, account_id: AccountId, digest: bytes, valid: timedelta) -> datetime:
        fresh = {"digest": digest, "attempts": 0, "expires_at": func.now() + valid}
        statement = (
            insert(mail_codes)
            .values(account_id=account_id, **fresh)
            .on_conflict_do_update(index_elements=[mail_codes.c.account_id], set_=fresh)
            .returning(mail_codes.c.expires_at)
        )
        deadline: datetime = (await self._connection.execute(statement)).scalar_one()
        return deadline

    async def try_code(self, account_id: AccountId, attempts: int) -> bytes | None:
        statement = (
            update(mail_codes)
            .where(
                mail_codes.c.account_id == account_id,
                mail_codes.c.expires_at > func.now(),
                mail_codes.c.attempts < attempts,
            )
            .values(attempts=mail_codes.c.attempts + 1)
            .returning(mail_codes.c.digest)
        )
        digest: bytes | None = (await self._connection.execute(statement)).scalar_one_or_none()
        return digest

    async def drop_code(self, account_id: AccountId) -> None:
        await self._connection.execute(delete(mail_codes).where(mail_codes.c.account_id == account_id))
