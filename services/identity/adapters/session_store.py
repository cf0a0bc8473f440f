"""Sessions in PostgreSQL, written inside a unit of work; `queries_session` resolves them."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.identity.adapters.tables import sessions
from services.identity.domain.account import AccountId
from services.identity.domain.session import Session, SessionKind
from services.identity.domain.staff_member import StaffId


class SessionStore:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(self, session: Session) -> None:
        subject = "staff_id" if session.kind.of_staff else "account_id"
        await self._connection.execute(
            insert(sessions).values(
                token_hash=session.token_hash,
                kind=session.kind.value,
                idle_timeout=session.lifetime.idle,
                expires_at=func.now() + session.lifetime.absolute,
                device=session.seen_as.device.value if session.seen_as else None,
                browser=session.seen_as.browser.value if session.seen_as else None,
                **{subject: session.subject_id},
            )
        )

    async def revoke(self, token_hash: bytes) -> None:
        await self._connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    async def end_all(self, account_id: AccountId) -> None:
        await self._connection.execute(delete(sessions).where(sessions.c.account_id == account_id))

    async def end_one(self, account_id: UUID, session_id: UUID) -> bool:
        ended = delete(sessions).where(sessions.c.id == session_id, sessions.c.account_id == account_id)
        return (await self._connection.execute(ended)).rowcount == 1

    async def end_others(self, account_id: UUID, kept: UUID) -> int:
        others = delete(sessions).where(sessions.c.account_id == account_id, sessions.c.id != kept)
        return (await self._connection.execute(others)).rowcount

    async def revoke_second_factor(self, staff_id: StaffId) -> None:
        await self._connection.execute(
            delete(sessions).where(sessions.c.staff_id == staff_id, sessions.c.kind == SessionKind.SECOND_FACTOR.value)
        )

    async def end_registration(self, account_id: AccountId, within: timedelta) -> None:
        await self._connection.execute(
            update(sessions)
            .where(sessions.c.account_id == account_id, sessions.c.kind == SessionKind.REGISTRATION.value)
            .values(expires_at=func.least(sessions.c.expires_at, func.now() + within))
        )

    async def revoke_of(self, account_id: AccountId, token_hash: bytes) -> None:
        await self._connection.execute(
            delete(sessions).where(sessions.c.token_hash == token_hash, sessions.c.account_id == account_id)
        )
