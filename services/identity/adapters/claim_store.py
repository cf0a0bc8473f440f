"""Claimable families, their codes and the registrations that these opened, in PostgreSQL, whose clock judges them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, delete, exists, func, insert, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.identity.adapters.tables import accounts, claim_codes, claimable_families, claims
from services.identity.application.stores import GoodCode
from services.identity.domain.account import AccountId, Family
from services.identity.domain.claimable_family import Claim, ClaimableFamily

_TOWN_TIME = "Europe/Paris"
_GOOD = claim_codes.c.expires_at > func.now()
_NOBODY = UUID(int=0)
_CLAIMED = exists().where(accounts.c.family_id == claimable_families.c.family_id)


class ClaimStore:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.seen: list[ClaimableFamily] = []

    async def know(self, family: ClaimableFamily, since: datetime) -> bool:
        statement = (
            upsert(claimable_families)
            .values(family_id=family.id, family_code=family.code, email=family.email, known_since=since)
            .on_conflict_do_nothing(index_elements=["family_id"])
        )
        return (await self._connection.execute(statement)).rowcount == 1

    async def find(self, family_id: UUID) -> ClaimableFamily | None:
        query = select(claimable_families).where(claimable_families.c.family_id == family_id).with_for_update()
        row = (await self._connection.execute(query)).one_or_none()
        return self._load(row) if row else None

    async def unclaimed(self, family_codes: Sequence[str] | None) -> list[ClaimableFamily]:
        chosen: list[ColumnElement[bool]] = [~_CLAIMED]
        if family_codes is None:
            chosen.append(claimable_families.c.closed_at.is_(None))
        else:
            chosen.append(claimable_families.c.family_code.in_(family_codes))
        query = select(claimable_families).where(*chosen).order_by(claimable_families.c.family_code).with_for_update()
        return [self._load(row) for row in await self._connection.execute(query)]

    async def is_claimed(self, family_id: UUID) -> bool:
        query = select(exists().where(accounts.c.family_id == family_id))
        return bool((await self._connection.execute(query)).scalar_one())

    async def issue(self, family_id: UUID, code_hash: bytes, valid: timedelta, *, gives_back: bool) -> datetime:
        code = {"code_hash": code_hash, "expires_at": _end_of_day(valid), "gives_back": gives_back}
        statement = (
            upsert(claim_codes)
            .values(family_id=family_id, **code)
            .on_conflict_do_update(index_elements=["family_id"], set_=code | {"issued_at": func.now()})
            .returning(claim_codes.c.expires_at)
        )
        expires_at: datetime = (await self._connection.execute(statement)).scalar_one()
        return expires_at

    async def good_code(self, family_id: UUID) -> GoodCode | None:
        query = select(claim_codes.c.code_hash, claim_codes.c.gives_back).where(
            claim_codes.c.family_id == family_id, _GOOD
        )
        row = (await self._connection.execute(query)).one_or_none()
        return GoodCode(*row) if row else None

    async def offered(self, family_code: str) -> Claim | None:
        """One row, and as many look-ups, whether there is such a family or not: a visitor may measure it."""
        asked = select(literal(family_code).label("family_code")).subquery()
        owner = func.coalesce(claimable_families.c.family_id, _NOBODY)
        query = select(
            claim_codes.c.code_hash,
            claim_codes.c.gives_back,
            owner.label("family_id"),
            exists().where(accounts.c.family_id == owner).label("claimed"),
        ).select_from(
            asked.outerjoin(claimable_families, claimable_families.c.family_code == asked.c.family_code).outerjoin(
                claim_codes, (claim_codes.c.family_id == owner) & _GOOD
            )
        )
        row = (await self._connection.execute(query)).one()
        claim = Claim(Family(row.family_id, family_code), row.code_hash)
        return None if row.code_hash is None or (row.claimed and not row.gives_back) else claim

    async def spend(self, family_id: UUID) -> None:
        await self._connection.execute(delete(claim_codes).where(claim_codes.c.family_id == family_id))

    async def close(self, family: ClaimableFamily, at: datetime) -> None:
        closed = {"closed_at": at, "email": None}
        await self._connection.execute(
            upsert(claimable_families)
            .values(family_id=family.id, family_code=family.code, known_since=at, **closed)
            .on_conflict_do_update(index_elements=["family_id"], set_=closed)
        )

    async def reopen(self, family_id: UUID) -> None:
        families = claimable_families
        await self._connection.execute(update(families).where(families.c.family_id == family_id).values(closed_at=None))

    async def lapse(self, family_id: UUID, at: datetime) -> None:
        families = claimable_families
        closed = families.c.closed_at.is_not(None)
        statement = update(families).where(families.c.family_id == family_id, closed).values(closed_at=at)
        await self._connection.execute(statement)

    async def to_give_up(self, closed_for: timedelta, most: int) -> Sequence[UUID]:
        query = select(claimable_families.c.family_id).where(*_given_up(closed_for))
        found = await self._connection.scalars(query.order_by(claimable_families.c.closed_at).limit(most))
        return found.all()

    async def is_to_give_up(self, family_id: UUID, closed_for: timedelta) -> bool:
        query = select(exists().where(claimable_families.c.family_id == family_id, *_given_up(closed_for)))
        return bool((await self._connection.execute(query)).scalar_one())

    async def open(self, account_id: AccountId, claim: Claim) -> None:
        await self._connection.execute(
            insert(claims).values(account_id=account_id, family_id=claim.family.id, code_hash=claim.code_hash)
        )

    async def opened(self, account_id: AccountId) -> Claim | None:
        query = (
            select(claims.c.code_hash, claimable_families.c.family_id, claimable_families.c.family_code)
            .join(claimable_families, claimable_families.c.family_id == claims.c.family_id)
            .where(claims.c.account_id == account_id)
        )
        row = (await self._connection.execute(query)).one_or_none()
        return Claim(Family(row.family_id, row.family_code), row.code_hash) if row else None

    async def hold_registrations(self, family_id: UUID) -> None:
        query = select(accounts.c.id).where(accounts.c.id.in_(_opened(family_id))).order_by(accounts.c.id)
        await self._connection.execute(query.with_for_update())

    async def forget(self, family_id: UUID) -> bool:
        await self._connection.execute(delete(accounts).where(accounts.c.id.in_(_opened(family_id))))
        gone = delete(claimable_families).where(claimable_families.c.family_id == family_id)
        return (await self._connection.execute(gone)).rowcount == 1

    def _load(self, row: Row[Any]) -> ClaimableFamily:
        family = ClaimableFamily(row.family_id, row.family_code, row.email)
        self.seen.append(family)
        return family


def _opened(family_id: UUID) -> Select[tuple[UUID]]:
    return select(claims.c.account_id).where(claims.c.family_id == family_id)


def _given_up(closed_for: timedelta) -> list[ColumnElement[bool]]:
    good_code = exists().where(claim_codes.c.family_id == claimable_families.c.family_id, _GOOD)
    return [claimable_families.c.closed_at < func.now() - closed_for, ~_CLAIMED, ~good_code]


def _end_of_day(valid: timedelta) -> ColumnElement[datetime]:
    """A letter names a day: the code is good until that day ends in the town."""
    day: ColumnElement[datetime] = func.date_trunc("day", func.timezone(_TOWN_TIME, func.now()) + literal(valid))
    return func.timezone(_TOWN_TIME, day + text("interval '1 day' - interval '1 second'"))
