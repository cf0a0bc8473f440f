"""Dates as they were typed beside files, in PostgreSQL."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.adapters.tables import PAPER_DATES
from services.documents.domain.ids import Owner, RecordKey, Slot


class SqlPaperDates:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def typed(self, owner: Owner) -> dict[Slot, str]:
        query = select(PAPER_DATES).where(_owned_by(owner))
        return {
            Slot(RecordKey(row.record_kind, row.record_id), row.piece): row.typed
            for row in await self._connection.execute(query)
        }

    async def keep(self, owner: Owner, slot: Slot, typed: str) -> None:
        key = _key(owner, slot)
        if not typed:
            await self._connection.execute(delete(PAPER_DATES).where(_is(key)))
            return
        await self._connection.execute(
            insert(PAPER_DATES)
            .values(**key, typed=typed)
            .on_conflict_do_update(index_elements=list(key), set_={"typed": typed})
        )

    async def forget(self, owner: Owner, slots: Iterable[Slot]) -> None:
        if places := [_is(_key(owner, slot)) for slot in slots]:
            await self._connection.execute(delete(PAPER_DATES).where(or_(*places)))

    async def forget_all(self, owner: Owner) -> None:
        await self._connection.execute(delete(PAPER_DATES).where(_owned_by(owner)))

    async def give(self, giver: Owner, taker: Owner) -> None:
        await self._connection.execute(
            update(PAPER_DATES).where(_owned_by(giver)).values(owner_kind=taker.kind.value, owner_id=taker.id)
        )


def _owned_by(owner: Owner) -> ColumnElement[bool]:
    return tuple_(PAPER_DATES.c.owner_kind, PAPER_DATES.c.owner_id) == (owner.kind.value, owner.id)


def _key(owner: Owner, slot: Slot) -> dict[str, Any]:
    return {
        "owner_kind": owner.kind.value,
        "owner_id": owner.id,
        "record_kind": slot.record.kind,
        "record_id": slot.record.id,
        "piece": slot.piece,
    }


def _is(key: dict[str, Any]) -> ColumnElement[bool]:
    return and_(*(PAPER_DATES.c[name] == value for name, value in key.items()))
