"""A family's fiches sanitaires for agents: one statement."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.household.adapters.queries_records import CATALOGUE, catalogue_of, vaccinations_of
from services.household.adapters.record_rows import record_from_row
from services.household.adapters.town_data import disease_from_row
from services.household.api.schemas_health import HealthFieldOut, HealthRecordOut, HealthRecordsOut
from services.household.domain.fields import FIELDS
from services.household.domain.ids import RecordKind
from services.household.domain.lights import standing
from services.household.domain.record import Record

_RECORDS = text(f"""
    SELECT code, {CATALOGUE},
           COALESCE((SELECT jsonb_agg(to_jsonb(records) ORDER BY position) FROM records
                      WHERE family_id = families.id AND kind IN ('child', 'health')), '[]') AS records,
           COALESCE((SELECT jsonb_agg(to_jsonb(diseases) ORDER BY position) FROM diseases), '[]') AS diseases
      FROM families WHERE id = :family_id
""")  # noqa: S608 - nothing but our own text


async def get_health_records(
    connection: AsyncConnection, family_id: UUID, *, readable: bool, today: date
) -> HealthRecordsOut | None:
    """None for an unknown family.

    Args:
        readable: the agent may read what they say.
    """
    row = (await connection.execute(_RECORDS, {"family_id": family_id})).mappings().one_or_none()
    if row is None:
        return None
    catalogue, diseases = catalogue_of(row), [disease_from_row(found) for found in row["diseases"]]
    records = {record.key: record for record in map(record_from_row, row["records"])}
    found = []
    for record in records.values():
        if record.kind is not RecordKind.HEALTH:
            continue
        child, light = records.get(record.key.person, record), standing(record, catalogue)
        found.append(
            HealthRecordOut(
                key=str(record.key),
                name=child.name,
                light=light.light.value,
                status=light.status.value,
                hidden=not readable,
                fields=_fields(record) if readable else [],
                vaccinations=vaccinations_of(record, child, diseases, today) if readable else [],
            )
        )
    return HealthRecordsOut(family_code=row["code"], records=found)


def _fields(record: Record) -> list[HealthFieldOut]:
    return [
        HealthFieldOut(
            name=rule.name,
            value=record.accepted.get(rule.name),
            urgent=rule.urgent,
            said_at=record.said_at.get(rule.name),
        )
        for rule in FIELDS[record.kind]
    ]
