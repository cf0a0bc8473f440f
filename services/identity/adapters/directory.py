"""Who signs in with what, in one query each."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select

from libs.chassis.db import Database
from services.identity.adapters.tables import accounts, known_devices, resumption_links, staff
from services.identity.application.ports import Credentials

_REGISTRATIONS = select(
    accounts.c.id,
    accounts.c.password_hash,
    (accounts.c.family_id.is_(None) & accounts.c.password_hash.is_not(None)).label("ready"),
)


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

    async def account(self, account_id: UUID) -> Credentials | None:
        found = await self._accounts(accounts.c.id == account_id)
        return found[0] if found else None

    async def staff_with_login(self, login: str) -> Credentials | None:
        query = select(staff.c.id, staff.c.password_hash).where(staff.c.login == login)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Credentials(row.id, row.password_hash) if row else None

    async def device_of(self, token_hash: bytes, account_id: UUID) -> bool:
        known = exists().where(
            known_devices.c.token_hash == token_hash,
            known_devices.c.account_id == account_id,
            known_devices.c.expires_at > func.now(),
        )
        async with self._database.reading() as connection:
            return bool((await connection.execute(select(known))).scalar_one())

    async def registration(self, registration_id: UUID) -> Credentials | None:
        return await self._registration(_REGISTRATIONS.where(accounts.c.id == registration_id))

    async def registration_behind(self, link: bytes) -> Credentials | None:
        behind = _REGISTRATIONS.join(resumption_links, resumption_links.c.account_id == accounts.c.id)
        return await self._registration(
            behind.where(resumption_links.c.token_hash == link, resumption_links.c.expires_at > func.now())
        )

    async def _registration(self, query: Select[Any]) -> Credentials | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Credentials(row.id, row.password_hash, ready=row.ready) if row else None

    async def _accounts(self, *conditions: ColumnElement[bool]) -> list[Credentials]:
        """The active ones first; more than two of a kind are never needed."""
        active = accounts.c.activated_at.is_not(None)
        query = (
            select(accounts.c.id, accounts.c.password_hash, accounts.c.family_id, active.label("active"))
            .where(*conditions)
            .order_by(active.desc())
            .limit(3)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
            return [Credentials(row.id, row.password_hash, row.active, row.family_id) for row in rows]
