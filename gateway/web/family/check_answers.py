"""Check-your-answers: what TERMINER would hand in, field by field and file by file, and what would stay, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.clients.documents import Document, Dossier
from gateway.clients.household_submissions import HeldSlot, Obstacle, Offer, OfferedItem
from gateway.web.family.record_names import record_title
from gateway.web.form_view import Complaint, field_id
from gateway.web.labels import FIELD_LABELS
from gateway.web.pieces.table import in_order
from gateway.web.values import shown
from gateway.web.wording import of_staying


@dataclass(frozen=True)
class Answer:
    """A changed field with its old and new value in lines, or a piece with its files.

    Attributes:
        where: address of the very field or piece.
    """

    label: str
    old: list[str]
    new: list[str]
    files: list[Document]
    where: str


@dataclass(frozen=True)
class CheckedRecord:
    """A record that is not with the town. `reasons`: why it stays, each leading to where it is mended."""

    title: str
    page: str
    ready: bool
    answers: list[Answer]
    reasons: list[Complaint]


@dataclass(frozen=True)
class Wording:
    """How things are called: adults by id, pieces by code, and the family's files."""

    adults: Mapping[str, str]
    pieces: Mapping[str, str]
    documents: Sequence[Document]


def held_slots(documents: Sequence[Document], catalogue: Sequence[Dossier]) -> list[HeldSlot]:
    """The files that were not handed in, by record and piece."""
    required = {
        (dossier["code"], piece["code"]): piece["required"] for dossier in catalogue for piece in dossier["pieces"]
    }
    slots: dict[tuple[str, str], HeldSlot] = {}
    for document in documents:
        record, piece = document["record"], document["piece"]
        kind = record.partition("-")[0]
        if not document["removable"] or (kind, piece) not in required:
            continue
        slot = slots.setdefault(
            (record, piece),
            {"record": record, "piece": piece, "required": required[kind, piece], "documents": []},
        )
        slot["documents"].append({"id": document["id"], "scan": document["scan"]})
    return list(slots.values())


def checked_records(offers: Sequence[Offer], wording: Wording) -> list[CheckedRecord]:
    """Those that have something to hand in or lack something, in the order of the screen."""
    return [_record(offer, wording) for offer in offers if offer["items"] or offer["obstacles"]]


def _record(offer: Offer, wording: Wording) -> CheckedRecord:
    page = f"/mon-espace/fiches/{offer['key']}"
    return CheckedRecord(
        record_title(offer["kind"], offer["name"]),
        page,
        offer["ready"],
        [_answer(offer["key"], page, item, wording) for item in offer["items"]],
        [_reason(page, obstacle, wording) for obstacle in offer["obstacles"]],
    )


def _answer(record: str, page: str, item: OfferedItem, wording: Wording) -> Answer:
    if piece := item["piece"]:
        here = [document for document in wording.documents if document["record"] == record]
        files = [document for document in in_order(here, piece) if document["removable"]]
        return Answer(item["label"], [], [], files, f"{page}#piece-{piece}")
    name = item["field"] or ""
    return Answer(
        FIELD_LABELS.get(name, item["label"]),
        shown(name, item["old"], wording.adults),
        shown(name, item["new"], wording.adults),
        [],
        f"{page}#{field_id(name)}",
    )


def _reason(page: str, obstacle: Obstacle, wording: Wording) -> Complaint:
    if piece := obstacle["piece"]:
        return Complaint(f"{page}#piece-{piece}", of_staying(obstacle["code"], wording.pieces.get(piece, piece)))
    if obstacle["code"] == "exactness-undeclared":
        return Complaint(f"{page}#exactitude", of_staying(obstacle["code"], ""))
    name = obstacle["field"] or ""
    label = FIELD_LABELS.get(name) or FIELD_LABELS.get(name.partition(".")[0]) or name
    return Complaint(f"{page}#{field_id(name)}" if name else page, of_staying(obstacle["code"], label))
