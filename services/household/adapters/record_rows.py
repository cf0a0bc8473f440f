"""A record as its row holds it; the dashboard reads the same rows in another way."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from services.household.domain.ids import DocumentId, FamilyId, RecordKey, SubmissionId
from services.household.domain.record import AskedAgain, Pending, Piece, Record, Refusal


def record_from_row(row: RowMapping | dict[str, Any]) -> Record:
    """From the columns of `records`, or from the same members as JSON."""
    key = RecordKey.parse(row["key"])
    if key is None:
        raise ValueError("a record row has no record key")
    pending = row["submission_id"] and Pending(
        SubmissionId(_uuid(row["submission_id"])),
        frozenset(row["pending_items"]),
        _refusals(row["answered"]),
        {code: _ids(documents) for code, documents in row["replaced"].items()},
    )
    return Record(
        FamilyId(_uuid(row["family_id"])),
        key,
        values=dict(row["written"]),
        accepted=dict(row["accepted"]),
        refusals=_refusals(row["refusals"]),
        pieces={code: _piece(found) for code, found in row["pieces"].items()},
        pending=pending or None,
        declared_at=_moment(row["declared_at"]),
        said_at={name: datetime.fromisoformat(said) for name, said in row["said_at"].items()},
        asked_again={name: AskedAgain(why) for name, why in row["asked_again"].items()},
        frozen=row["frozen"],
        closed_at=_moment(row["closed_at"]),
        version=row["version"],
    )


def row_of(record: Record) -> dict[str, Any]:
    """The columns that a save writes."""
    return {
        "version": record.version,
        "written": record.values,
        "accepted": record.accepted,
        "refusals": _refusals_json(record.refusals),
        "pieces": {code: _json(piece) for code, piece in record.pieces.items()},
        "asked_again": {name: why.value for name, why in record.asked_again.items()},
        "frozen": record.frozen,
        "closed_at": record.closed_at,
        "submission_id": record.pending.submission_id if record.pending else None,
        "pending_items": sorted(record.pending.items) if record.pending else [],
        "answered": _refusals_json(record.pending.answered) if record.pending else {},
        "replaced": {code: _texts(ids) for code, ids in record.pending.replaced.items()} if record.pending else {},
        "declared_at": record.declared_at,
        "said_at": {name: said.isoformat() for name, said in record.said_at.items()},
    }


def _refusals(found: Mapping[str, Any]) -> dict[str, Refusal]:
    return {name: Refusal(each["reason_label"], each["comment"], each["value"]) for name, each in found.items()}


def _refusals_json(refusals: Mapping[str, Refusal]) -> dict[str, Any]:
    return {
        name: {"reason_label": found.reason_label, "comment": found.comment, "value": found.value}
        for name, found in refusals.items()
    }


def _piece(found: Mapping[str, Any]) -> Piece:
    return Piece(
        documents=_ids(found["documents"]),
        settled=_ids(found["settled"]),
        refused=frozenset(_ids(found["refused"])),
        accepted=found["accepted"],
        waived=found["waived"],
        taken_back=found.get("taken_back", False),
        expired_on=date.fromisoformat(found["expired_on"]) if found.get("expired_on") else None,
        ends=date.fromisoformat(found["ends"]) if found.get("ends") else None,
    )


def _json(piece: Piece) -> dict[str, Any]:
    return {
        "documents": _texts(piece.documents),
        "settled": _texts(piece.settled),
        "refused": sorted(str(document) for document in piece.refused),
        "accepted": piece.accepted,
        "waived": piece.waived,
        "taken_back": piece.taken_back,
        "expired_on": piece.expired_on and piece.expired_on.isoformat(),
        "ends": piece.ends and piece.ends.isoformat(),
    }


def _texts(ids: Iterable[DocumentId]) -> list[str]:
    return [str(document) for document in ids]


def _ids(texts: list[str]) -> tuple[DocumentId, ...]:
    return tuple(DocumentId(UUID(text)) for text in texts)


def _moment(value: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
