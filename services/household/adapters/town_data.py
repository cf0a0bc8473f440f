"""What the commune's data says: streets, pieces, reasons to refuse."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.household.adapters.tables import PIECES, REFUSAL_REASONS, STREETS
from services.household.application.ports import TownData
from services.household.domain.ids import RecordKind, StreetId
from services.household.domain.pieces import Catalogue, PieceRule
from services.household.domain.refusal_reasons import RefusalReason
from services.household.domain.town import Street


class SqlTownData(TownData):
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def streets(self, street_ids: Collection[StreetId]) -> dict[StreetId, Street]:
        found = await self._connection.execute(select(STREETS).where(STREETS.c.id.in_(street_ids)))
        return {row.id: _street(row) for row in found}

    async def streets_named(self, names: Collection[str]) -> dict[StreetId, Street]:
        found = await self._connection.execute(select(STREETS).where(STREETS.c.matching_name.in_(names)))
        return {row.id: _street(row) for row in found}

    async def catalogue(self) -> Catalogue:
        rows = await self._connection.execute(select(PIECES).order_by(PIECES.c.kind, PIECES.c.position))
        return Catalogue(tuple(PieceRule(RecordKind(row.kind), row.code, row.label, row.required) for row in rows))

    async def reason(self, code: str) -> RefusalReason | None:
        query = select(REFUSAL_REASONS).where(REFUSAL_REASONS.c.code == code)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else RefusalReason(row.code, row.label, frozenset(row.applies_to))


def _street(row: Row[Any]) -> Street:
    return Street(StreetId(row.id), row.name, row.postal_code, row.city)
