"""Invented families into the database: a thousand at a time, each table in one COPY."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.copying import copy_rows
from services.household.adapters.child_repository import child_row, guardianship_rows, home_rows
from services.household.adapters.family_repository import adult_rows, family_row
from services.household.adapters.record_rows import row_of
from services.household.adapters.submission_repository import decision_of, item_rows, submission_row
from services.household.adapters.tables import (
    ADULTS,
    CHILDREN,
    FAMILIES,
    GUARDIANSHIPS,
    HOMES,
    ITEMS,
    RECORDS,
    REFUSAL_REASONS,
    STREETS,
    SUBMISSIONS,
)
from services.household.application.invent_family import InventedFamily
from services.household.domain.ids import FamilyId, StreetId
from services.household.domain.refusal_reasons import ANY_FIELD, RefusalReason
from services.household.domain.submission import Submission
from services.household.domain.town import Street

Rows = list[dict[str, Any]]
_INVENTING = 0x696E7666


async def every_street(connection: AsyncConnection) -> dict[StreetId, Street]:
    """The whole register."""
    return {
        StreetId(row.id): Street(StreetId(row.id), row.name, row.postal_code, row.city)
        for row in await connection.execute(select(STREETS))
    }


async def reason_for_a_field(connection: AsyncConnection) -> RefusalReason | None:
    """The catalogue's first that fits any field; None before the commune's data is loaded."""
    query = select(REFUSAL_REASONS).where(REFUSAL_REASONS.c.applies_to.contains([ANY_FIELD]))
    row = (await connection.execute(query.order_by(REFUSAL_REASONS.c.position).limit(1))).one_or_none()
    return None if row is None else RefusalReason(row.code, row.label, frozenset(row.applies_to))


async def known_among(connection: AsyncConnection, family_ids: Sequence[FamilyId]) -> set[FamilyId]:
    """Those that are there already; nobody else invents families until the end of the transaction."""
    await connection.execute(select(func.pg_advisory_xact_lock(_INVENTING)))
    found = await connection.scalars(select(FAMILIES.c.id).where(FAMILIES.c.id.in_(family_ids)))
    return {FamilyId(family_id) for family_id in found}


async def write_families(connection: AsyncConnection, invented: Sequence[InventedFamily]) -> None:
    """New ones, whole, in the caller's transaction."""
    for found in invented:
        for aggregate in (found.family, *found.records, *found.children, *found.submissions):
            aggregate.version = 1
    submissions = [submission for found in invented for submission in found.submissions]
    children = [child for found in invented for child in found.children]
    await copy_rows(connection, FAMILIES, [family_row(found.family) for found in invented])
    await copy_rows(connection, ADULTS, [row for found in invented for row in adult_rows(found.family)])
    await copy_rows(connection, CHILDREN, [child_row(child) for child in children])
    await copy_rows(
        connection,
        HOMES,
        [row | {"since": found.family.registered_at} for found in invented for row in _homes(found)],
    )
    await copy_rows(connection, GUARDIANSHIPS, [row for child in children for row in guardianship_rows(child)])
    await copy_rows(connection, SUBMISSIONS, [_submission(submission) for submission in submissions])
    await copy_rows(connection, ITEMS, [row for submission in submissions for row in _items(submission)])
    await copy_rows(connection, RECORDS, [row for found in invented for row in _records(found)])


def _homes(found: InventedFamily) -> Rows:
    return [row for child in found.children for row in home_rows(child)]


def _submission(submission: Submission) -> dict[str, Any]:
    concluded = {"concluded_at": submission.concluded_at, "concluded_by": submission.concluded_by}
    return submission_row(submission) | concluded


def _items(submission: Submission) -> Rows:
    decisions = map(decision_of, submission.items.values())
    return [row | decision for row, decision in zip(item_rows(submission), decisions, strict=True)]


def _records(found: InventedFamily) -> Rows:
    return [
        {
            "family_id": record.family_id,
            "key": str(record.key),
            "kind": record.kind.value,
            "position": position,
            **row_of(record),
        }
        for position, record in enumerate(found.records)
    ]
