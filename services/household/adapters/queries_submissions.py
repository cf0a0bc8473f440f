"""Submissions as families and agents read them: one statement each."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.household.adapters.french import item_label
from services.household.adapters.queries_records import CATALOGUE, catalogue_of
from services.household.api.schemas_records import (
    FamilyItemOut,
    FamilySubmissionLine,
    FamilySubmissionOut,
    FamilySubmissionRecord,
    RefusalOut,
    SubmissionState,
)
from services.household.api.schemas_submissions import (
    DecisionOut,
    ItemDocumentOut,
    ItemOut,
    PaperDateOut,
    SubmissionFamilyOut,
    SubmissionOut,
    SubmissionRecordOut,
)
from services.household.domain.ids import ItemKey, RecordKind
from services.household.domain.pieces import Catalogue

_ITEMS = """
    (SELECT jsonb_agg(to_jsonb(submission_items) || jsonb_build_object('documents', COALESCE(
                (SELECT jsonb_agg(jsonb_build_object('id', document_id, 'sha256', sha256, 'pages', pages, 'size', size,
                                                     'scan', scan) ORDER BY position)
                   FROM submission_documents AS files
                  WHERE files.submission_id = submissions.id AND files.item_key = submission_items.key), '[]'))
            ORDER BY position)
       FROM submission_items WHERE submission_id = submissions.id) AS items
"""
# What the family says of itself today; what the town accepted where nothing newer was written.
_FAMILY = """
    (SELECT jsonb_build_object(
        'id', families.id, 'code', families.code,
        'activated', families.activated_at IS NOT NULL OR families.origin <> 'online',
        'address', (SELECT written -> 'address' FROM records WHERE family_id = families.id AND kind = 'family'),
        'adults', COALESCE((SELECT jsonb_agg(jsonb_build_object(
                    'id', right(key, 36), 'last_name', written -> 'last_name', 'first_name', written -> 'first_name')
                    ORDER BY position) FROM records WHERE family_id = families.id AND kind = 'adult'), '[]'))
       FROM families WHERE families.id = submissions.family_id) AS family
"""
_CHILDREN = """
    COALESCE((SELECT jsonb_object_agg('child-' || children.id, jsonb_build_object(
        'child_id', children.id, 'disagreement', disagreement_reason,
        'other_homes', ARRAY(SELECT others.code FROM homes AS other
                               JOIN families AS others ON others.id = other.family_id
                              WHERE other.child_id = children.id AND other.family_id <> submissions.family_id
                              ORDER BY others.code)))
       FROM homes JOIN children ON children.id = homes.child_id
      WHERE homes.family_id = submissions.family_id), '{}') AS children
"""
_FOR_AGENTS = text(f"""
    SELECT submissions.*, {_ITEMS}, {_FAMILY}, {_CHILDREN}, {CATALOGUE} FROM submissions WHERE id = :id
""")  # noqa: S608 - nothing but our own text
_FOR_FAMILY = text(f"SELECT submissions.*, {_ITEMS} FROM submissions WHERE id = :id AND family_id = :family_id")  # noqa: S608

_LINES = text("""
    SELECT submissions.*, counts.items, counts.refused
      FROM submissions
      LEFT JOIN LATERAL (
           SELECT count(*) AS items, count(*) FILTER (WHERE decision = 'refuse') AS refused
             FROM submission_items WHERE submission_id = submissions.id) AS counts ON true
     WHERE family_id = :family_id ORDER BY made_at DESC, id DESC
""")


async def get_submission(connection: AsyncConnection, submission_id: UUID, *, health: bool) -> SubmissionOut | None:
    """A submission with everything to decide it.

    Args:
        health: the agent may see what fiches sanitaires say; anybody else learns how many items they have there.
    """
    row = (await connection.execute(_FOR_AGENTS, {"id": submission_id})).mappings().one_or_none()
    if row is None:
        return None
    return SubmissionOut(
        id=row["id"],
        version=row["version"],
        state="concluded" if row["concluded_at"] else "open",
        kind=row["kind"],
        made_at=row["made_at"],
        concluded_at=row["concluded_at"],
        family=SubmissionFamilyOut.model_validate(row["family"]),
        records=[_record(record, items, row, health=health) for record, items in _by_record(row).items()],
    )


def _record(record: str, items: list[dict[str, Any]], row: RowMapping, *, health: bool) -> SubmissionRecordOut:
    head, catalogue = _head(record, row), catalogue_of(row)
    hidden = head["kind"] == RecordKind.HEALTH and not health
    return SubmissionRecordOut(
        **head,
        child=row["children"].get(record),
        declared_at=row["declarations"].get(record),
        items=[] if hidden else [_item(item, catalogue) for item in items],
        hidden_items=len(items) if hidden else 0,
        hidden_undecided=sum(item["decision"] is None for item in items) if hidden else 0,
    )


async def get_family_submission(
    connection: AsyncConnection, family_id: UUID, submission_id: UUID
) -> FamilySubmissionOut | None:
    """A submission as its family reads it: decisions show once they are final."""
    found = await connection.execute(_FOR_FAMILY, {"id": submission_id, "family_id": family_id})
    row = found.mappings().one_or_none()
    if row is None:
        return None
    concluded = row["concluded_at"] is not None
    return FamilySubmissionOut(
        id=row["id"],
        state=_state(row),
        kind=row["kind"],
        made_at=row["made_at"],
        opened_at=row["opened_at"],
        concluded_at=row["concluded_at"],
        withdrawn_at=row["withdrawn_at"],
        records=[
            FamilySubmissionRecord.model_validate(
                {**_head(record, row), "items": [_family_item(item, concluded=concluded) for item in items]}
            )
            for record, items in _by_record(row).items()
        ],
    )


async def list_family_submissions(connection: AsyncConnection, family_id: UUID) -> list[FamilySubmissionLine]:
    """All of a family's, newest first."""
    rows = (await connection.execute(_LINES, {"family_id": family_id})).mappings()
    return [
        FamilySubmissionLine(
            id=row["id"],
            state=_state(row),
            kind=row["kind"],
            made_at=row["made_at"],
            opened_at=row["opened_at"],
            concluded_at=row["concluded_at"],
            withdrawn_at=row["withdrawn_at"],
            items=row["items"],
            refused=row["refused"] if row["concluded_at"] else 0,
            record_names=list(row["record_names"].values()),
        )
        for row in rows
    ]


def _state(row: RowMapping) -> SubmissionState:
    if row["withdrawn_at"]:
        return "withdrawn"
    return "concluded" if row["concluded_at"] else "open"


def _by_record(row: RowMapping) -> dict[str, list[dict[str, Any]]]:
    records: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in row["items"]:
        records[item["key"].partition(".")[0]].append(item)
    return records


def _head(record: str, row: RowMapping) -> dict[str, Any]:
    return {"key": record, "kind": record.partition("-")[0], "name": row["record_names"].get(record, "")}


def _key(item: dict[str, Any]) -> ItemKey:
    key = ItemKey.parse(item["key"])
    if key is None:
        raise ValueError("an item row has no item key")
    return key


def _item(item: dict[str, Any], catalogue: Catalogue) -> ItemOut:
    key = _key(item)
    return ItemOut(
        key=item["key"],
        field=key.field,
        piece=key.piece,
        label=item_label(key, item["piece_label"]),
        old=item["old"],
        new=item["new"],
        documents=[ItemDocumentOut.model_validate(found) for found in item["documents"]],
        old_document_ids=item["old_documents"],
        required=item["required"],
        health=catalogue.tells_of_health(key),
        paper_date=item["paper_date"] and PaperDateOut.model_validate(item["paper_date"]),
        decision=_decision(item),
    )


def _decision(item: dict[str, Any]) -> DecisionOut | None:
    if item["decision"] is None:
        return None
    return DecisionOut(
        decision=item["decision"],
        reason_code=item["reason_code"],
        reason_label=item["reason_label"],
        comment=item["comment"],
        by=item["decided_by"],
        at=item["decided_at"],
    )


def _family_item(item: dict[str, Any], *, concluded: bool) -> FamilyItemOut:
    key = _key(item)
    refused = concluded and item["decision"] == "refuse"
    return FamilyItemOut(
        key=item["key"],
        field=key.field,
        piece=key.piece,
        label=item_label(key, item["piece_label"]),
        old=item["old"],
        new=item["new"],
        document_ids=[found["id"] for found in item["documents"]],
        decision=item["decision"] if concluded else None,
        refusal=RefusalOut(reason_label=item["reason_label"], comment=item["comment"]) if refused else None,
    )
