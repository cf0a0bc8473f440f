"""What the commune's data says: streets, pieces, reasons to refuse."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.household.adapters.tables import DISEASES, PIECES, REFUSAL_REASONS, STREETS
from services.household.application.ports import TownData
from services.household.domain.ids import RecordKind, StreetId
from services.household.domain.pieces import Catalogue, PieceRule
from services.household.domain.refusal_reasons import RefusalReason
from services.household.domain.town import Street
from services.household.domain.vaccinations import Disease, Duty


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
        return Catalogue.loaded([_piece_rule(row) for row in rows])

    async def diseases(self) -> Sequence[Disease]:
        rows = await self._connection.execute(select(DISEASES).order_by(DISEASES.c.position))
        return [disease_from_row(row) for row in rows.mappings()]

    async def reason(self, code: str) -> RefusalReason | None:
        query = select(REFUSAL_REASONS).where(REFUSAL_REASONS.c.code == code)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else RefusalReason(row.code, row.label, frozenset(row.applies_to))


def _piece_rule(row: Row[Any]) -> PieceRule:
    kind = RecordKind(row.kind)
    return PieceRule(kind, row.code, row.label, row.required, row.health, row.each_adult, row.instead_of, row.proves)


def _street(row: Row[Any]) -> Street:
    return Street(StreetId(row.id), row.name, row.postal_code, row.city)


def disease_from_row(row: RowMapping | Mapping[str, Any]) -> Disease:
    """From the columns of `diseases`, or from the same members as JSON."""
    return Disease(row["code"], row["label"], tuple(_duty(duty) for duty in row["duties"]))


def _duty(found: Mapping[str, Any]) -> Duty:
    return Duty(found["due_months"], _day(found["born_from"]), _day(found["born_until"]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
