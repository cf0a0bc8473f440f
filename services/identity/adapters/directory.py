"""Who signs in with what, in one query each."""

from sqlalchemy import ColumnElement, select

from libs.chassis.db import Database
from services.identity.adapters.tables import accounts, staff
from services.identity.application.ports import Credentials


class SqlDirectory:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def account_with_code(self, family_code: str) -> Credentials | None:
        found = await self._accounts(accounts.c.family_code == family_code)
        return found[0] if found else None

    async def account_with_address(self, email: str) -> Credentials | None:
        found = await self._accounts(accounts.c.email_key == email, accounts.c.family_id.is_not(None))
        candidates = [account for account in found if account.ready] or found
        return candidates[0] if len(candidates) == 1 else None

    async def staff_with_login(self, login: str) -> Credentials | None:
        query = select(staff.c.id, staff.c.password_hash).where(staff.c.login == login)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Credentials(row.id, row.password_hash) if row else None

    async def _accounts(self, *conditions: ColumnElement[bool]) -> list[Credentials]:
        """The active ones first; more than two of a kind are never needed."""
        active = accounts.c.activated_at.is_not(None)
        query = (
            select(accounts.c.id, accounts.c.password_hash, active.label("active"))
            .where(*conditions)
            .order_by(active.desc())
            .limit(3)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
            return [Credentials(row.id, row.password_hash, ready=row.active) for row in rows]
