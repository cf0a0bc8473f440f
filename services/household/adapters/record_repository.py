"""Records."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import NotFound
from services.household.adapters.record_rows import record_from_row, row_of
from services.household.adapters.saving import update_under_version
from services.household.adapters.seen import Seen
from services.household.adapters.tables import RECORDS
from services.household.application.ports import Records
from services.household.domain.ids import FamilyId, RecordKey, RecordKind
from services.household.domain.record import Record


class SqlRecords(Records):
    def __init__(self, connection: AsyncConnection, seen: Seen) -> None:
        self._connection = connection
        self._seen = seen

    async def add(self, record: Record) -> None:
        record.version = 1
        last = func.coalesce(func.max(RECORDS.c.position) + 1, 0)
        place = select(last).where(RECORDS.c.family_id == record.family_id).scalar_subquery()
        await self._connection.execute(
            RECORDS.insert().values(
                family_id=record.family_id,
                key=str(record.key),
                kind=record.kind.value,
                position=place,
                **row_of(record),
            )
        )
        self._seen(record)

    async def get(self, family_id: FamilyId, key: RecordKey) -> Record:
        query = select(RECORDS).where(RECORDS.c.family_id == family_id, RECORDS.c.key == str(key)).with_for_update()
        row = (await self._connection.execute(query)).mappings().one_or_none()
        if row is None:
            raise NotFound
        record = record_from_row(row)
        self._seen(record)
        return record

    async def of_family(self, family_id: FamilyId) -> Sequence[Record]:
        query = select(RECORDS).where(RECORDS.c.family_id == family_id).order_by(RECORDS.c.position).with_for_update()
        records = [record_from_row(row) for row in (await self._connection.execute(query)).mappings()]
        for record in records:
            self._seen(record)
        return records

    async def save(self, record: Record) -> None:
        identity = {"family_id": record.family_id, "key": str(record.key)}
        values = {name: value for name, value in row_of(record).items() if name != "version"}
        await update_under_version(self._connection, RECORDS, identity, record, values)

    async def grown_up(self, born_until: date, most: int) -> Sequence[Record]:
        child = RECORDS.alias("child")
        born = (
            select(child.c.accepted["birth_date"].astext)
            .where(
                child.c.family_id == RECORDS.c.family_id,
                child.c.key == func.concat("child-", func.right(RECORDS.c.key, 36)),
            )
            .scalar_subquery()
        )
        query = (
            select(RECORDS)
            .where(
                RECORDS.c.kind.in_((RecordKind.CHILD.value, RecordKind.HEALTH.value)),
                RECORDS.c.closed_at.is_(None),
                RECORDS.c.submission_id.is_(None),
                born <= born_until.isoformat(),
            )
            .order_by(RECORDS.c.family_id, RECORDS.c.key)
            .limit(most)
            .with_for_update(skip_locked=True, of=RECORDS)
        )
        records = [record_from_row(row) for row in (await self._connection.execute(query)).mappings()]
        for record in records:
            self._seen(record)
        return records

    async def forget(self, record: Record) -> None:
        identity = (RECORDS.c.family_id == record.family_id) & (RECORDS.c.key == str(record.key))
        await self._connection.execute(RECORDS.delete().where(identity))

    async def forget_family(self, family_id: FamilyId) -> None:
        await self._connection.execute(RECORDS.delete().where(RECORDS.c.family_id == family_id))
