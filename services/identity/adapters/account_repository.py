"""Accounts in PostgreSQL."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import StaleVersion
from services.identity.adapters.tables import accounts, activation_links
from services.identity.domain.account import Account, AccountId, Consent, Family, Holder
from services.identity.domain.email_address import email_key


class AccountRepository:
    """Rows are locked when loaded, so that two requests of one person follow each other; written at `save`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.seen: list[Account] = []
        self.gone: list[Account] = []

    def add(self, account: Account) -> None:
        self.seen.append(account)

    async def find(self, account_id: UUID) -> Account | None:
        if known := self._known(account_id):
            return known
        query = select(accounts).where(accounts.c.id == account_id).with_for_update()
        row = (await self._connection.execute(query)).one_or_none()
        return self._load(row) if row else None

    async def with_unchecked_address(self, most: int) -> list[Account]:
        query = (
            select(accounts)
            .where(~accounts.c.address_checked, accounts.c.family_id.is_(None))
            .order_by(accounts.c.created_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return [self._load(row) for row in await self._connection.execute(query)]

    async def resumable(self, email: str, most: int) -> list[Account]:
        query = (
            select(accounts)
            .where(
                accounts.c.email_key == email_key(email),
                accounts.c.family_id.is_(None),
                accounts.c.password_hash.is_not(None),
            )
            .order_by(accounts.c.created_at.desc())
            .limit(most)
            .with_for_update()
        )
        return [self._load(row) for row in await self._connection.execute(query)]

    async def address_opens_one(self, email: str) -> bool:
        active = exists().where(accounts.c.email_key == email_key(email), accounts.c.activated_at.is_not(None))
        return bool((await self._connection.execute(select(active))).scalar_one())

    async def of_family(self, family_id: UUID) -> Account | None:
        query = select(accounts).where(accounts.c.family_id == family_id).with_for_update()
        row = (await self._connection.execute(query)).one_or_none()
        return self._load(row) if row else None

    async def with_code(self, family_code: str) -> list[Account]:
        return await self._registered(accounts.c.family_code == family_code)

    async def with_address(self, email: str) -> list[Account]:
        return await self._registered(accounts.c.email_key == email_key(email), accounts.c.family_id.is_not(None))

    async def to_remind(self, asked_before: timedelta, most: int) -> list[Account]:
        return await self._waiting_since(asked_before, most, accounts.c.reminded_at.is_(None))

    async def lapsed(self, asked_before: timedelta, most: int) -> list[Account]:
        link = exists().where(
            activation_links.c.account_id == accounts.c.id, activation_links.c.expires_at > func.now()
        )
        return await self._waiting_since(asked_before, most, accounts.c.reminded_at.is_not(None), ~link)

    async def delete(self, account_id: UUID) -> None:
        await self._connection.execute(accounts.delete().where(accounts.c.id == account_id))
        for account in self.seen:
            if account.id == account_id:
                account.version += 1
                self.gone.append(account)
        self.seen = [account for account in self.seen if account.id != account_id]

    async def save(self) -> None:
        """Write every account seen: each fact gets a version of its own. Raises StaleVersion."""
        for account in self.seen:
            if account.version == 0:
                await self._connection.execute(insert(accounts).values(id=account.id, version=1, **_values(account)))
                account.version = 1
                continue
            written = await self._connection.execute(
                update(accounts)
                .where(accounts.c.id == account.id, accounts.c.version == account.version)
                .values(version=account.version + 1, **_values(account))
            )
            if written.rowcount != 1:
                raise StaleVersion
            account.version += 1

    async def _registered(self, *conditions: ColumnElement[bool]) -> list[Account]:
        query = select(accounts).where(*conditions).order_by(accounts.c.family_code).with_for_update()
        return [self._load(row) for row in await self._connection.execute(query)]

    async def _waiting_since(self, delay: timedelta, most: int, *conditions: ColumnElement[bool]) -> list[Account]:
        query = (
            select(accounts)
            .where(
                accounts.c.family_id.is_not(None),
                accounts.c.activated_at.is_(None),
                func.coalesce(accounts.c.activation_asked_at, accounts.c.created_at) <= func.now() - delay,
                *conditions,
            )
            .order_by(accounts.c.activation_asked_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return [self._load(row) for row in await self._connection.execute(query)]

    def _known(self, account_id: UUID) -> Account | None:
        return next((account for account in self.seen if account.id == account_id), None)

    def _load(self, row: Row[Any]) -> Account:
        """An account is one object within a transaction, however often it is found."""
        if known := self._known(row.id):
            return known
        account = Account(
            id=AccountId(row.id),
            email=row.email,
            holder=Holder(row.civility, row.last_name, row.first_name) if row.civility else None,
            consent=Consent(row.terms_version, row.consented_at) if row.terms_version else None,
            password_hash=row.password_hash,
            family=Family(row.family_id, row.family_code) if row.family_id else None,
            activated_at=row.activated_at,
            activation_asked_at=row.activation_asked_at or (row.created_at if row.family_id else None),
            reminded_at=row.reminded_at,
            address_checked=row.address_checked,
            proven=row.proven,
            version=row.version,
        )
        self.seen.append(account)
        return account


def _values(account: Account) -> dict[str, Any]:
    holder, consent, family = account.holder, account.consent, account.family
    return {
        "email": account.email,
        "email_key": email_key(account.email),
        "address_checked": account.address_checked,
        "proven": account.proven,
        "civility": holder.civility if holder else None,
        "last_name": holder.last_name if holder else None,
        "first_name": holder.first_name if holder else None,
        "password_hash": account.password_hash,
        "terms_version": consent.terms_version if consent else None,
        "consented_at": consent.given_at if consent else None,
        "family_id": family.id if family else None,
        "family_code": family.code if family else None,
        "activated_at": account.activated_at,
        "activation_asked_at": account.activation_asked_at,
        "reminded_at": account.reminded_at,
    }
