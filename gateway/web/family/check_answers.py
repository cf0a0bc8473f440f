"""Check-your-answers: what TERMINER would hand in, field by field and file by file, and what would stay, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gateway.clients.documents import Document, Dossier, PaperDate
from gateway.clients.household_submissions import HeldSlot, Obstacle, Offer, OfferedItem
from gateway.web.family.record_names import record_title
from gateway.web.form_view import Complaint, field_id
from gateway.web.obstacle_wording import of_staying
from gateway.web.pieces.paper_dates import lacking_date
from gateway.web.pieces.table import in_order, piece_of, pieces_of
from gateway.web.values import shown
from libs.french.fields import field_label

_EXACTNESS = "exactitude"


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

    key: str
    title: str
    ready: bool
    answers: list[Answer]
    reasons: list[Complaint]

    @property
    def lacks_the_box_alone(self) -> bool:
        """Whether it only has to be declared exact."""
        return [reason.anchor for reason in self.reasons] == [f"{_page(self.key)}#{_EXACTNESS}"]


@dataclass(frozen=True)
class Wording:
    """How things are called: adults by id, pieces and diseases by code, and the family's files."""

    adults: Mapping[str, str]
    pieces: Mapping[str, str]
    documents: Sequence[Document]
    diseases: Mapping[str, str] = field(default_factory=dict)


def held_slots(
    documents: Sequence[Document], catalogue: Sequence[Dossier], dates: Sequence[PaperDate]
) -> list[HeldSlot]:
    """The files that were not handed in, by record and piece, and what is wrong with their dates."""
    problems = {(date["record"], date["piece"]): date["problem"] for date in dates}
    fresh: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        if document["removable"]:
            fresh.setdefault((document["record"], document["piece"]), []).append(document)
    slots: list[HeldSlot] = []
    for (record, code), files in fresh.items():
        dossier = pieces_of(catalogue, record.partition("-")[0])
        if piece := piece_of(dossier, code):
            slots.append(
                {
                    "record": record,
                    "piece": code,
                    "required": piece["required"],
                    "documents": [{"id": file["id"], "scan": file["scan"]} for file in files],
                    "date_problem": problems[record, code]
                    if (record, code) in problems
                    else lacking_date(piece.get("date"), files),
                }
            )
    return slots


def checked_records(offers: Sequence[Offer], wording: Wording) -> list[CheckedRecord]:
    """Those that have something to hand in or lack something, in the order of the screen."""
    return [_record(offer, wording) for offer in offers if offer["items"] or offer["obstacles"]]


def _record(offer: Offer, wording: Wording) -> CheckedRecord:
    page = _page(offer["key"])
    return CheckedRecord(
        offer["key"],
        record_title(offer["kind"], offer["name"]),
        offer["ready"],
        [_answer(offer["key"], page, item, wording) for item in offer["items"]],
        [_reason(page, obstacle, wording) for obstacle in offer["obstacles"]],
    )


def _page(key: str) -> str:
    return f"/mon-espace/fiches/{key}"


def _answer(record: str, page: str, item: OfferedItem, wording: Wording) -> Answer:
    if piece := item["piece"]:
        here = [document for document in wording.documents if document["record"] == record]
        files = [document for document in in_order(here, piece) if document["removable"]]
        return Answer(item["label"], [], [], files, f"{page}#piece-{piece}")
    name = item["field"] or ""
    return Answer(
        item["label"],
        shown(name, item["old"], wording.adults, wording.diseases),
        shown(name, item["new"], wording.adults, wording.diseases),
        [],
        f"{page}#{field_id(name)}",
    )


def _reason(page: str, obstacle: Obstacle, wording: Wording) -> Complaint:
    if piece := obstacle["piece"]:
        return Complaint(f"{page}#piece-{piece}", of_staying(obstacle["code"], wording.pieces.get(piece, piece)))
    if obstacle["code"] == "exactness-undeclared":
        return Complaint(f"{page}#{_EXACTNESS}", of_staying(obstacle["code"], ""))
    name = obstacle["field"] or ""
    label = field_label(name)
    return Complaint(f"{page}#{field_id(name)}" if name else page, of_staying(obstacle["code"], label))
