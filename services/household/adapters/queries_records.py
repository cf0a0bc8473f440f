"""A family's dashboard and records: one statement each, the lights computed by the domain."""

from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.household.adapters.record_rows import record_from_row
from services.household.api.schemas_records import (
    DashboardOut,
    FieldOut,
    OpenSubmission,
    PieceOut,
    RecordCard,
    RecordOut,
    RefusalOut,
)
from services.household.domain.fields import FIELDS
from services.household.domain.ids import RecordKey, RecordKind, piece_item
from services.household.domain.lights import may_submit, piece_state, standing
from services.household.domain.pieces import Catalogue, PieceRule
from services.household.domain.record import Piece, Record

CATALOGUE = """
    COALESCE((
        SELECT jsonb_agg(jsonb_build_array(kind, code, label, required) ORDER BY kind, position) FROM pieces
    ), '[]') AS catalogue
"""
_DASHBOARD = text(f"""
    SELECT code,
           (SELECT jsonb_agg(to_jsonb(records) ORDER BY position) FROM records
             WHERE family_id = families.id) AS records,
           (SELECT jsonb_build_object('id', id, 'made_at', made_at, 'opened_at', opened_at) FROM submissions
             WHERE family_id = families.id AND concluded_at IS NULL AND withdrawn_at IS NULL
             ORDER BY made_at, id LIMIT 1) AS submission,
           {CATALOGUE}
      FROM families WHERE id = :family_id
""")  # noqa: S608 - nothing but our own text
_RECORD = text(f"""
    SELECT *, (SELECT jsonb_build_object('id', id, 'made_at', made_at, 'opened_at', opened_at) FROM submissions
                WHERE submissions.id = records.submission_id) AS submission, {CATALOGUE}
      FROM records WHERE family_id = :family_id AND key = :key
""")  # noqa: S608 - nothing but our own text


async def get_dashboard(connection: AsyncConnection, family_id: UUID) -> DashboardOut | None:
    """Every record's light; None for an unknown family."""
    row = (await connection.execute(_DASHBOARD, {"family_id": family_id})).mappings().one_or_none()
    if row is None:
        return None
    catalogue = catalogue_of(row)
    records = [record_from_row(found) for found in row["records"]]
    return DashboardOut(
        family_code=row["code"],
        records=[_card(record, catalogue) for record in records],
        can_submit=any(may_submit(record, catalogue) for record in records),
        open_submission=row["submission"] and OpenSubmission.model_validate(row["submission"]),
    )


async def get_record(connection: AsyncConnection, family_id: UUID, key: RecordKey) -> RecordOut | None:
    """A record, whole; None when the family has none of that key."""
    found = await connection.execute(_RECORD, {"family_id": family_id, "key": str(key)})
    row = found.mappings().one_or_none()
    if row is None:
        return None
    catalogue = catalogue_of(row)
    record = record_from_row(row)
    light = standing(record, catalogue)
    return RecordOut(
        key=str(record.key),
        kind=record.kind.value,
        name=record.name,
        version=record.version,
        light=light.light.value,
        status=light.status.value,
        locked=record.pending is not None,
        submission=row["submission"] and OpenSubmission.model_validate(row["submission"]),
        fields=[_field(record, rule.name, required=rule.required) for rule in FIELDS[record.kind]],
        pieces=[_piece(record, rule) for rule in catalogue.of(record.kind)],
    )


def _card(record: Record, catalogue: Catalogue) -> RecordCard:
    found = standing(record, catalogue)
    return RecordCard(
        key=str(record.key),
        kind=record.kind.value,
        name=record.name,
        light=found.light.value,
        status=found.status.value,
        refused=found.refused,
        missing=found.missing,
        unsent=found.unsent,
    )


def _field(record: Record, name: str, *, required: bool) -> FieldOut:
    return FieldOut(
        name=name,
        value=record.values.get(name),
        accepted_value=record.accepted.get(name),
        required=required,
        pending=record.pending is not None and name in record.pending.items,
        refusal=_refusal(record, name),
    )


def _piece(record: Record, rule: PieceRule) -> PieceOut:
    return PieceOut(
        code=rule.code,
        label=rule.label,
        required=rule.required,
        document_ids=list(record.pieces.get(rule.code, Piece()).documents),
        state=piece_state(record, rule).value,
        refusal=_refusal(record, piece_item(rule.code)),
    )


def _refusal(record: Record, name: str) -> RefusalOut | None:
    found = record.refusals.get(name)
    return RefusalOut(reason_label=found.reason_label, comment=found.comment) if found else None


def catalogue_of(row: RowMapping | dict[str, Any]) -> Catalogue:
    return Catalogue(
        tuple(PieceRule(RecordKind(kind), code, label, required) for kind, code, label, required in row["catalogue"])
    )
