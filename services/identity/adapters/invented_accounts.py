"""Accounts of families that do not exist, for demonstrations and measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from libs.chassis.audit import AuditEntry, write_audit
from libs.chassis.copying import copy_rows
from libs.chassis.db import Database
from services.identity.adapters.tables import CHASSIS, accounts
from services.identity.domain.email_address import email_key


@dataclass(frozen=True)
class InventedAccount:
    """The login of one invented family.

    Attributes:
        id: the registration's that the family came from.
        civility: madame or monsieur.
        registered_at: when the family was; the account was activated an hour later.
    """

    id: UUID
    family_id: UUID
    family_code: str
    email: str
    civility: str
    last_name: str
    first_name: str
    registered_at: datetime


class InventedAccounts:
    """Takes accounts in, a batch at a time; one that is there already stays as it is.

    Args:
        password_hash: every account's: hashing a hundred thousand times would take an hour.
        terms_version: the general conditions that all of them accepted.
    """

    def __init__(self, database: Database, password_hash: str, terms_version: str) -> None:
        self._database = database
        self._password_hash = password_hash
        self._terms_version = terms_version

    async def add(self, batch: Sequence[InventedAccount]) -> int:
        """Write those that are new, in one transaction; returns how many."""
        async with self._database.transaction() as connection:
            ids = [account.id for account in batch]
            known = set(await connection.scalars(select(accounts.c.id).where(accounts.c.id.in_(ids))))
            new = [account for account in batch if account.id not in known]
            if new:
                await copy_rows(connection, accounts, [self._row(account) for account in new])
                entry = AuditEntry(
                    "operator:cli", "accounts.invented", "accounts:invented", details={"accounts": len(new)}
                )
                await write_audit(connection, CHASSIS, [entry])
        return len(new)

    def _row(self, account: InventedAccount) -> dict[str, object]:
        return {
            "id": account.id,
            "email": account.email,
            "email_key": email_key(account.email),
            "address_checked": True,
            "proven": True,
            "civility": account.civility,
            "last_name": account.last_name,
            "first_name": account.first_name,
            "password_hash": self._password_hash,
            "terms_version": self._terms_version,
            "consented_at": account.registered_at,
            "family_id": account.family_id,
            "family_code": account.family_code,
            "activated_at": account.registered_at + timedelta(hours=1),
            "created_at": account.registered_at,
            "version": 1,
        }
