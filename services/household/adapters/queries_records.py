"""A family's dashboard and records: one statement each, the lights computed by the domain."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.household.adapters.record_rows import record_from_row
from services.household.adapters.town_data import disease_from_row
from services.household.api.schemas_records import (
    DashboardOut,
    FieldOut,
    OpenSubmission,
    PieceOut,
    RecordCard,
    RecordOut,
    RefusalOut,
    VaccinationOut,
)
from services.household.domain.checking import Value
from services.household.domain.fields import FIELDS, RecordField
from services.household.domain.ids import RecordKey, RecordKind, piece_item
from services.household.domain.known import known_elsewhere
from services.household.domain.lights import Standing, asked_of, may_submit, piece_state, replaced, standing
from services.household.domain.pieces import Catalogue, PieceRule
from services.household.domain.record import Piece, Record
from services.household.domain.vaccinations import Disease, missing

CATALOGUE = """
    COALESCE((
        SELECT jsonb_agg(jsonb_build_array(kind, code, label, required, health, each_adult, instead_of, proves)
                         ORDER BY kind, position) FROM pieces
    ), '[]') AS catalogue
"""


# An adult who came later stands with the adults.
SHOWN_FIRST = "array_position(ARRAY['family', 'adult'], kind)"
_DASHBOARD = text(f"""
    SELECT code,
           (SELECT jsonb_agg(to_jsonb(records) ORDER BY {SHOWN_FIRST}, position) FROM records
             WHERE family_id = families.id) AS records,
           (SELECT jsonb_agg(jsonb_build_object('id', id, 'made_at', made_at, 'opened_at', opened_at)
                             ORDER BY made_at, id) FROM submissions
             WHERE family_id = families.id AND concluded_at IS NULL AND withdrawn_at IS NULL) AS submissions,
           {CATALOGUE}
      FROM families WHERE id = :family_id
""")  # noqa: S608 - nothing but our own text
# `beside`: the record that says the same of the same person, see `known_elsewhere`; the child's own for its health.
_RECORD = text(f"""
    SELECT records.*, {CATALOGUE},
           (SELECT jsonb_build_object('id', id, 'made_at', made_at, 'opened_at', opened_at) FROM submissions
             WHERE submissions.id = records.submission_id) AS submission,
           (SELECT to_jsonb(beside) FROM records AS beside
             WHERE beside.family_id = records.family_id AND beside.key = CASE
                   WHEN records.kind = 'health' THEN 'child-' || right(records.key, 36)
                   WHEN records.key = first.key THEN 'family-' || records.family_id
                   WHEN records.kind = 'family' THEN first.key END) AS beside,
           CASE WHEN records.kind = 'family'
                THEN (SELECT jsonb_agg(to_jsonb(adults) ORDER BY position) FROM records AS adults
                       WHERE adults.family_id = records.family_id AND adults.kind = 'adult') END AS adults,
           CASE WHEN records.kind = 'health'
                THEN (SELECT jsonb_agg(to_jsonb(diseases) ORDER BY position) FROM diseases) END AS diseases
      FROM records
      LEFT JOIN LATERAL (
           SELECT key FROM records AS adults WHERE adults.family_id = records.family_id AND adults.kind = 'adult'
            ORDER BY position LIMIT 1) AS first ON true
     WHERE records.family_id = :family_id AND records.key = :key
""")  # noqa: S608 - nothing but our own text


async def get_dashboard(connection: AsyncConnection, family_id: UUID) -> DashboardOut | None:
    """Every record's light; None for an unknown family."""
    row = (await connection.execute(_DASHBOARD, {"family_id": family_id})).mappings().one_or_none()
    if row is None:
        return None
    records = [record_from_row(found) for found in row["records"]]
    names = {record.key: record.name for record in records}
    catalogue = asked_of(catalogue_of(row), records)
    standings = [standing(record, catalogue) for record in records]
    return DashboardOut(
        family_code=row["code"],
        records=[
            _card(record, names.get(record.key.person, ""), found)
            for record, found in zip(records, standings, strict=True)
        ],
        can_submit=any(may_submit(record, found) for record, found in zip(records, standings, strict=True)),
        open_submissions=[OpenSubmission.model_validate(found) for found in row["submissions"] or ()],
    )


async def get_record(connection: AsyncConnection, family_id: UUID, key: RecordKey, today: date) -> RecordOut | None:
    """A record, whole; None when the family has none of that key."""
    found = await connection.execute(_RECORD, {"family_id": family_id, "key": str(key)})
    row = found.mappings().one_or_none()
    if row is None:
        return None
    record = record_from_row(row)
    beside = record_from_row(row["beside"]) if row["beside"] else None
    catalogue = asked_of(catalogue_of(row), [record_from_row(found) for found in row["adults"] or ()])
    light = standing(record, catalogue)
    about = beside if record.kind is RecordKind.HEALTH and beside else record
    return RecordOut(
        key=str(record.key),
        kind=record.kind.value,
        name=about.name,
        version=record.version,
        light=light.light.value,
        status=light.status.value,
        locked=record.pending is not None,
        closed=record.closed_at is not None,
        removable=record.removable,
        submission=row["submission"] and OpenSubmission.model_validate(row["submission"]),
        declared_at=record.declared_at,
        fields=[_field(record, rule, known_elsewhere(record, beside, rule.name)) for rule in FIELDS[record.kind]],
        pieces=[_piece(record, rule) for rule in catalogue.of(record.kind)],
        vaccinations=vaccinations_of(record, about, [disease_from_row(one) for one in row["diseases"] or []], today),
    )


def vaccinations_of(health: Record, child: Record, diseases: Sequence[Disease], today: date) -> list[VaccinationOut]:
    """The town's table beside what a fiche sanitaire says; nothing is compulsory while the birth date is unknown."""
    born, done = _birth_date(child), health.values.get("vaccinations")
    lacking = missing(diseases, done if isinstance(done, dict) else {}, born, today) if born else []
    return [
        VaccinationOut(
            code=disease.code,
            label=disease.label,
            compulsory=born is not None and disease.duty_of(born) is not None,
            missing=disease in lacking,
        )
        for disease in diseases
    ]


def _birth_date(child: Record) -> date | None:
    """None for what was kept as typed and is no date yet."""
    try:
        return date.fromisoformat(str(child.values.get("birth_date")))
    except ValueError:
        return None


def _card(record: Record, name: str, found: Standing) -> RecordCard:
    return RecordCard(
        key=str(record.key),
        kind=record.kind.value,
        name=name,
        light=found.light.value,
        status=found.status.value,
        refused=found.refused,
        missing=found.missing,
        unsent=found.unsent,
        undeclared=found.undeclared,
    )


def _field(record: Record, rule: RecordField, known: Value) -> FieldOut:
    return FieldOut(
        name=rule.name,
        value=record.values.get(rule.name),
        accepted_value=record.accepted.get(rule.name),
        known=known,
        required=rule.required,
        pending=record.pending is not None and rule.name in record.pending.items,
        urgent=rule.urgent,
        said_at=record.said_at.get(rule.name),
        refusal=_refusal(record, rule.name),
        asked_again=why.value if (why := record.asked_again.get(rule.name)) else None,
        frozen=record.is_frozen(rule),
    )


def _piece(record: Record, rule: PieceRule) -> PieceOut:
    piece = record.pieces.get(rule.code, Piece())
    return PieceOut(
        code=rule.code,
        label=rule.label,
        required=rule.required and not replaced(record, rule),
        document_ids=list(piece.documents),
        state=piece_state(record, rule).value,
        expired_on=piece.expired_on,
        refusal=_refusal(record, piece_item(rule.code)),
    )


def _refusal(record: Record, name: str) -> RefusalOut | None:
    found = record.refusals.get(name)
    return RefusalOut(reason_label=found.reason_label, comment=found.comment) if found else None


def catalogue_of(row: RowMapping | dict[str, Any]) -> Catalogue:
    return Catalogue.loaded([PieceRule(RecordKind(kind), *rest) for kind, *rest in row["catalogue"]])
