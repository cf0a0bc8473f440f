"""The counter's drafts, and a family's receipt: one statement each."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.french.fields import FIELD_LABELS
from libs.french.names import full_name
from services.household.adapters.french import record_label
from services.household.adapters.postal_lines import address_lines
from services.household.adapters.queries_records import CATALOGUE, catalogue_of
from services.household.adapters.record_rows import record_from_row
from services.household.adapters.tables import DRAFTS, FAMILIES
from services.household.api.schemas_counter import (
    CounterDraftOut,
    FamilyFound,
    ReceiptAdult,
    ReceiptChild,
    ReceiptOut,
    ReceiptPiece,
)
from services.household.domain.checking import Value
from services.household.domain.ids import RecordKind
from services.household.domain.lights import PieceState, asked_of, lacking_pieces, missing_fields, piece_state, replaced
from services.household.domain.pieces import Catalogue
from services.household.domain.record import Piece, Record

_RECEIPT = text(f"""
    SELECT code, registered_at, registered_by,
           (SELECT jsonb_agg(to_jsonb(records) ORDER BY position) FROM records
             WHERE family_id = families.id) AS records,
           {CATALOGUE}
      FROM families WHERE id = :family_id
""")  # noqa: S608 - nothing but our own text


async def list_counter_drafts(connection: AsyncConnection, draft_hours: int) -> list[CounterDraftOut]:
    """The open ones, oldest first."""
    expires_at = (DRAFTS.c.written_at + func.make_interval(0, 0, 0, 0, draft_hours)).label("expires_at")
    query = (
        select(DRAFTS, expires_at)
        .where(DRAFTS.c.opened_by.is_not(None), DRAFTS.c.family_id.is_(None))
        .order_by(DRAFTS.c.opened_at, DRAFTS.c.registration_id)
    )
    return [
        CounterDraftOut(
            registration_id=row.registration_id,
            opened_at=row.opened_at,
            opened_by=row.opened_by,
            names=[name for adult in row.adults if (name := _typed_name(adult["typed"]))],
            expires_at=row.expires_at,
        )
        for row in await connection.execute(query)
    ]


async def find_family(connection: AsyncConnection, code: str) -> FamilyFound | None:
    """By its code as it is written, zeros at its head too."""
    query = select(FAMILIES.c.id, FAMILIES.c.code, FAMILIES.c.origin).where(FAMILIES.c.code == code)
    row = (await connection.execute(query)).one_or_none()
    return FamilyFound(family_id=row.id, family_code=row.code, origin=row.origin) if row else None


async def get_receipt(connection: AsyncConnection, family_id: UUID) -> ReceiptOut | None:
    """None for an unknown family."""
    row = (await connection.execute(_RECEIPT, {"family_id": family_id})).mappings().one_or_none()
    if row is None:
        return None
    records = [record_from_row(found) for found in row["records"]]
    catalogue = asked_of(catalogue_of(row), records)
    by_kind = {kind: [record for record in records if record.kind is kind] for kind in RecordKind}
    return ReceiptOut(
        family_code=row["code"],
        registered_at=row["registered_at"],
        registered_by=row["registered_by"],
        adults=[ReceiptAdult(name=record.name) for record in by_kind[RecordKind.ADULT]],
        children=[
            ReceiptChild(name=record.name, birth_date=_day(record.values.get("birth_date")))
            for record in by_kind[RecordKind.CHILD]
        ],
        address_lines=[
            line for record in by_kind[RecordKind.FAMILY] for line in address_lines(record.values.get("address"))
        ],
        pieces=[piece for record in records for piece in _handed_in(record, catalogue)],
        missing=[label for record in records for label in _missing(record, _name_of(record, records), catalogue)],
    )


def _handed_in(record: Record, catalogue: Catalogue) -> list[ReceiptPiece]:
    return [
        ReceiptPiece(record_name=record.name, label=rule.label, files=len(documents))
        for rule in catalogue.of(record.kind)
        if (documents := record.pieces.get(rule.code, Piece()).documents)
    ]


def _name_of(record: Record, records: list[Record]) -> str:
    return next((found.name for found in records if found.key == record.key.person), "")


def _missing(record: Record, name: str, catalogue: Catalogue) -> list[str]:
    refused = [
        rule
        for rule in catalogue.of(record.kind)
        if rule.required and piece_state(record, rule) is PieceState.REFUSED and not replaced(record, rule)
    ]
    labels = [FIELD_LABELS[name] for name in missing_fields(record)]
    labels += [rule.label for rule in (*lacking_pieces(record, catalogue), *refused)]
    if record.kind is RecordKind.HEALTH:
        # Paper lies about: it says that the fiche is to be completed, not which of its lines.
        return [record_label(record.kind, name)] if labels else []
    return [f"{record_label(record.kind, name)} : {label}" for label in labels]


def _day(value: Value) -> date | None:
    """None for what was kept as typed and is no date yet."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _typed_name(typed: dict[str, Any]) -> str:
    return full_name(typed.get("first_name"), typed.get("last_name"))
