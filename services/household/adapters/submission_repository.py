"""Submissions, their items and the files of their pieces."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import NotFound
from services.household.adapters.saving import update_under_version
from services.household.adapters.seen import Seen
from services.household.adapters.tables import DOCUMENTS, ITEMS, SUBMISSIONS
from services.household.application.ports import Submissions
from services.household.domain.ids import AgentId, DocumentId, FamilyId, ItemKey, RecordKey, SubmissionId
from services.household.domain.item import Decided, DecisionKind, Item
from services.household.domain.pieces import Document, PaperDate, Scan
from services.household.domain.submission import Submission, SubmissionKind

_UNDER_DECISION = and_(SUBMISSIONS.c.concluded_at.is_(None), SUBMISSIONS.c.withdrawn_at.is_(None))


class SqlSubmissions(Submissions):
    def __init__(self, connection: AsyncConnection, seen: Seen) -> None:
        self._connection = connection
        self._seen = seen

    async def add(self, submission: Submission) -> None:
        submission.version = 1
        await self._connection.execute(SUBMISSIONS.insert().values(submission_row(submission)))
        await self._connection.execute(ITEMS.insert(), item_rows(submission))
        if documents := _document_rows(submission):
            await self._connection.execute(DOCUMENTS.insert(), documents)
        self._seen(submission)

    async def get(self, submission_id: SubmissionId) -> Submission:
        query = select(SUBMISSIONS).where(SUBMISSIONS.c.id == submission_id).with_for_update()
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            raise NotFound
        return await self._load(row)

    async def open_with(self, document_id: DocumentId) -> Sequence[Submission]:
        holding = select(DOCUMENTS.c.submission_id).where(DOCUMENTS.c.document_id == document_id)
        query = (
            select(SUBMISSIONS)
            .where(SUBMISSIONS.c.id.in_(holding), _UNDER_DECISION)
            .order_by(SUBMISSIONS.c.id)
            .with_for_update()
        )
        return [await self._load(row) for row in (await self._connection.execute(query)).all()]

    async def save(self, submission: Submission) -> None:
        values = {
            "concluded_at": submission.concluded_at,
            "concluded_by": submission.concluded_by,
            "opened_at": submission.opened_at,
            "opened_by": submission.opened_by,
            "withdrawn_at": submission.withdrawn_at,
        }
        await update_under_version(self._connection, SUBMISSIONS, {"id": submission.id}, submission, values)
        await self._connection.execute(_DECIDED, [_decision_row(submission.id, i) for i in submission.items.values()])
        if scans := [{"b_" + name: row[name] for name in _SCAN_KEYS} for row in _document_rows(submission)]:
            await self._connection.execute(_SCANNED, scans)

    async def hold_family(self, family_id: FamilyId) -> None:
        query = select(SUBMISSIONS.c.id).where(SUBMISSIONS.c.family_id == family_id).order_by(SUBMISSIONS.c.id)
        await self._connection.execute(query.with_for_update())

    async def forget_family(self, family_id: FamilyId) -> None:
        theirs = select(SUBMISSIONS.c.id).where(SUBMISSIONS.c.family_id == family_id)
        for table in (DOCUMENTS, ITEMS):
            await self._connection.execute(table.delete().where(table.c.submission_id.in_(theirs)))
        await self._connection.execute(SUBMISSIONS.delete().where(SUBMISSIONS.c.family_id == family_id))

    async def _load(self, row: Row[Any]) -> Submission:
        held = select(DOCUMENTS).where(DOCUMENTS.c.submission_id == row.id).order_by(DOCUMENTS.c.position)
        documents: dict[str, dict[DocumentId, Document]] = defaultdict(dict)
        for found in await self._connection.execute(held):
            document = _document(found)
            documents[found.item_key][document.id] = document
        items = select(ITEMS).where(ITEMS.c.submission_id == row.id).order_by(ITEMS.c.position)
        loaded = [_item(found, documents[found.key]) for found in await self._connection.execute(items)]
        submission = Submission(
            SubmissionId(row.id),
            FamilyId(row.family_id),
            SubmissionKind(row.kind),
            row.made_at,
            {item.key: item for item in loaded},
            record_names={key: name for text, name in row.record_names.items() if (key := RecordKey.parse(text))},
            declarations={
                key: datetime.fromisoformat(at)
                for text, at in row.declarations.items()
                if (key := RecordKey.parse(text))
            },
            concluded_at=row.concluded_at,
            concluded_by=AgentId(row.concluded_by) if row.concluded_by else None,
            opened_at=row.opened_at,
            opened_by=AgentId(row.opened_by) if row.opened_by else None,
            withdrawn_at=row.withdrawn_at,
            version=row.version,
        )
        self._seen(submission)
        return submission


def submission_row(submission: Submission) -> dict[str, Any]:
    """The columns of `submissions` for a new one, which nobody has decided."""
    return {
        "id": submission.id,
        "version": submission.version,
        "family_id": submission.family_id,
        "kind": submission.kind.value,
        "made_at": submission.made_at,
        "record_names": {str(key): name for key, name in submission.record_names.items()},
        "declarations": {str(key): at.isoformat() for key, at in submission.declarations.items()},
    }


def item_rows(submission: Submission) -> list[dict[str, Any]]:
    """The rows of `submission_items`, without decisions."""
    return [_item_row(submission.id, position, item) for position, item in enumerate(submission.items.values())]


def decision_of(item: Item) -> dict[str, Any]:
    """The columns of an item's decision, empty while there is none."""
    decided = item.decision
    return {
        "decision": decided and decided.kind.value,
        "reason_code": decided and decided.reason_code,
        "reason_label": decided and decided.reason_label,
        "comment": decided and decided.comment,
        "decided_by": decided and decided.by,
        "decided_at": decided and decided.at,
    }


_DECISION = ("decision", "reason_code", "reason_label", "comment", "decided_by", "decided_at")
_DECIDED = (
    ITEMS.update()
    .where(and_(ITEMS.c.submission_id == bindparam("b_submission_id"), ITEMS.c.key == bindparam("b_key")))
    .values({name: bindparam(f"b_{name}") for name in _DECISION})
)
_SCAN_KEYS = ("submission_id", "item_key", "document_id", "scan")
_SCANNED = (
    DOCUMENTS.update()
    .where(
        and_(
            DOCUMENTS.c.submission_id == bindparam("b_submission_id"),
            DOCUMENTS.c.item_key == bindparam("b_item_key"),
            DOCUMENTS.c.document_id == bindparam("b_document_id"),
        )
    )
    .values(scan=bindparam("b_scan"))
)


def _item_row(submission_id: SubmissionId, position: int, item: Item) -> dict[str, Any]:
    return {
        "submission_id": submission_id,
        "key": str(item.key),
        "position": position,
        "required": item.required,
        "old": item.old,
        "new": item.new,
        "piece_label": item.piece_label,
        "old_documents": list(item.old_documents),
        "paper_date": _date_row(item.paper_date),
    }


def _date_row(found: PaperDate | None) -> dict[str, str | None] | None:
    """Only what can be said of it: the day, and the last one on which the paper counts."""
    if found is None or found.day is None:
        return None
    expires_on = found.expires_on
    return {
        "asks": found.asks,
        "day": found.day.isoformat(),
        "expires_on": expires_on.isoformat() if expires_on else None,
    }


def _paper_date(row: dict[str, str | None] | None) -> PaperDate | None:
    if row is None:
        return None
    day, expires_on = (date.fromisoformat(text) if (text := row[name]) else None for name in ("day", "expires_on"))
    return PaperDate(row["asks"] or "issued", day, expires_on)


def _decision_row(submission_id: SubmissionId, item: Item) -> dict[str, Any]:
    decision = {f"b_{name}": value for name, value in decision_of(item).items()}
    return {"b_submission_id": submission_id, "b_key": str(item.key), **decision}


def _document_rows(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            "submission_id": submission.id,
            "item_key": str(item.key),
            "document_id": document.id,
            "position": position,
            "sha256": document.sha256,
            "size": document.size,
            "pages": document.pages,
            "scan": document.scan.value,
        }
        for item in submission.items.values()
        for position, document in enumerate(item.documents.values())
    ]


def _document(row: Row[Any]) -> Document:
    return Document(DocumentId(row.document_id), row.sha256, row.size, row.pages, Scan(row.scan))


def _item(row: Row[Any], documents: dict[DocumentId, Document]) -> Item:
    key = ItemKey.parse(row.key)
    if key is None:
        raise ValueError("an item row has no item key")
    return Item(
        key,
        row.required,
        row.old,
        row.new,
        row.piece_label,
        documents,
        tuple(DocumentId(document_id) for document_id in row.old_documents),
        _decided(row),
        _paper_date(row.paper_date),
    )


def _decided(row: Row[Any]) -> Decided | None:
    if row.decision is None:
        return None
    by = AgentId(row.decided_by) if row.decided_by else None
    return Decided(DecisionKind(row.decision), row.reason_code, row.reason_label, row.comment, by, row.decided_at)
