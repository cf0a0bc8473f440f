"""What was last told of each family; nobody tells of one family while somebody else does."""

from collections.abc import Iterable

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.aggregate import Aggregate
from services.household.adapters.record_rows import record_from_row
from services.household.adapters.tables import FAMILIES, PUBLISHED_FAMILIES, RECORDS
from services.household.adapters.town_data import SqlTownData
from services.household.domain.family import Family
from services.household.domain.ids import FamilyId
from services.household.domain.published_family import FamilyState, PublishedFamily
from services.household.domain.record import Record

_KNOWN = text("SELECT code FROM families WHERE id = :family_id")


class SqlPublishedFamilies:
    """In the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def tell(self, family_id: FamilyId) -> PublishedFamily | None:
        """Tell how the family stands now if that differs from what was told last; None when it is no more.

        The row is held first: of two transactions that turn two records of one family green, the second one to get here
        sees both.
        """
        code = await self._connection.scalar(_KNOWN, {"family_id": family_id})
        if code is None:
            return None
        published = await self._hold(family_id)
        if published.tell(await self._state(family_id, code)):
            await self._save(published)
        return published

    async def _hold(self, family_id: FamilyId) -> PublishedFamily:
        query = select(PUBLISHED_FAMILIES).where(PUBLISHED_FAMILIES.c.family_id == family_id).with_for_update()
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            new = insert(PUBLISHED_FAMILIES).values(family_id=family_id, version=0).on_conflict_do_nothing()
            await self._connection.execute(new)
            row = (await self._connection.execute(query)).one()
        return _published(row)

    async def _state(self, family_id: FamilyId, code: str) -> FamilyState:
        query = select(RECORDS).where(RECORDS.c.family_id == family_id).order_by(RECORDS.c.position)
        records = [record_from_row(row) for row in (await self._connection.execute(query)).mappings()]
        return FamilyState.of(code, records, await SqlTownData(self._connection).catalogue())

    async def _save(self, published: PublishedFamily) -> None:
        told = published.told
        values = {
            "version": published.version,
            "code": told.code if told else None,
            "address": told.address if told else None,
            "complete": told.complete if told else None,
        }
        await self._connection.execute(
            PUBLISHED_FAMILIES.update().where(PUBLISHED_FAMILIES.c.family_id == published.family_id).values(values)
        )

    async def page(self, after: FamilyId | None, most: int) -> list[FamilyId]:
        """Some families by id, after the given one."""
        query = select(FAMILIES.c.id).order_by(FAMILIES.c.id).limit(most)
        found = await self._connection.scalars(query if after is None else query.where(FAMILIES.c.id > after))
        return [FamilyId(family_id) for family_id in found]


def families_of(aggregates: Iterable[Aggregate]) -> list[FamilyId]:
    """The families that these belong to, in the order in which everybody holds them."""
    touched = {each.family_id for each in aggregates if isinstance(each, Record)}
    touched |= {each.id for each in aggregates if isinstance(each, Family)}
    return sorted(touched)


def _published(row: Row[tuple[object, ...]]) -> PublishedFamily:
    told = None if row.code is None else FamilyState(row.code, row.address, row.complete)
    return PublishedFamily(FamilyId(row.family_id), told, version=row.version)
