"""The projection of identity's accounts: whole states, the newest wins."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.application.ports import Recipient

_PUT = text("""
    INSERT INTO recipients (account_id, family_id, email, confirmed, version)
    VALUES (:account_id, :family_id, :email, :confirmed, :version)
    ON CONFLICT ON CONSTRAINT pk_recipients DO UPDATE
    SET family_id = excluded.family_id, email = excluded.email,
        confirmed = recipients.confirmed OR excluded.confirmed, version = excluded.version
    WHERE recipients.version <= excluded.version
""")
_ACCOUNTS = text("SELECT account_id FROM recipients WHERE family_id = :family_id ORDER BY account_id")
_ADDRESS = text("SELECT email FROM recipients WHERE account_id = :account_id AND confirmed")
_FORGET = text("DELETE FROM recipients WHERE account_id = :account_id")
_CONFIRMED = text("SELECT account_id FROM recipients WHERE family_id = :family_id AND confirmed ORDER BY account_id")


class SqlRecipients:
    """Recipients in the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, recipient: Recipient) -> None:
        await self._connection.execute(
            _PUT,
            {
                "account_id": recipient.account_id,
                "family_id": recipient.family_id,
                "email": recipient.email,
                "confirmed": recipient.confirmed,
                "version": recipient.version,
            },
        )

    async def confirmed_accounts(self, family_id: UUID) -> Sequence[UUID]:
        return (await self._connection.execute(_CONFIRMED, {"family_id": family_id})).scalars().all()

    async def accounts(self, family_id: UUID) -> Sequence[UUID]:
        return (await self._connection.execute(_ACCOUNTS, {"family_id": family_id})).scalars().all()

    async def confirmed_address(self, account_id: UUID) -> str | None:
        found = await self._connection.execute(_ADDRESS, {"account_id": account_id})
        address: str | None = found.scalar_one_or_none()
        return address

    async def forget(self, account_id: UUID) -> None:
        await self._connection.execute(_FORGET, {"account_id": account_id})
