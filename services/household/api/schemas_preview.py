"""What TERMINER would hand in, over HTTP."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from services.household.adapters.french import item_label
from services.household.api.schemas import FieldValue, Input, Output, RecordKind
from services.household.api.typed_text import Code
from services.household.domain.handing_in import Offer
from services.household.domain.ids import DocumentId
from services.household.domain.pieces import Document, PaperDate, Scan, Slot

FILES_AT_MOST = 50


class HeldFile(Input):
    id: UUID
    scan: Literal["clean", "pending", "infected"]


class HeldSlot(Input):
    """The files that lie under one piece of one record and were not handed in.

    `date_problem`: code of what is wrong with the date of the paper; null when nothing is.
    """

    record: Code
    piece: Code
    required: bool
    documents: list[HeldFile] = Field(max_length=FILES_AT_MOST)
    date_problem: Code | None = None


class PreviewIn(Input):
    slots: list[HeldSlot] = Field(max_length=500)

    def to_slots(self) -> list[Slot]:
        return [
            Slot(
                slot.record,
                slot.piece,
                slot.required,
                tuple(Document(DocumentId(file.id), "", 0, 0, Scan(file.scan)) for file in slot.documents),
                PaperDate("", problem=slot.date_problem) if slot.date_problem else None,
            )
            for slot in self.slots
        ]


class OfferedItem(Output):
    """A changed field with the accepted and the new value, or a piece with its new files."""

    field: str | None
    piece: str | None
    label: str
    old: FieldValue
    new: FieldValue
    document_ids: list[UUID]


class Obstacle(Output):
    """`code` says what is wrong with `field` or `piece`."""

    code: str
    field: str | None
    piece: str | None


class OfferOut(Output):
    """One record; it leaves with TERMINER when it is `ready`, else it stays with the family."""

    key: str
    kind: RecordKind
    name: str
    ready: bool
    items: list[OfferedItem]
    obstacles: list[Obstacle]


def offer_out(offer: Offer) -> OfferOut:
    record = offer.record
    return OfferOut(
        key=str(record.key),
        kind=record.kind.value,
        name=offer.name,
        ready=offer.ready,
        items=[
            OfferedItem(
                field=item.key.field,
                piece=item.key.piece,
                label=item_label(item.key, item.piece_label),
                old=item.old,
                new=item.new,
                document_ids=list(item.documents),
            )
            for item in offer.items
        ],
        obstacles=[
            Obstacle(code=found.code, field=_text(found.params.get("field")), piece=_text(found.params.get("piece")))
            for found in offer.obstacles
        ],
    )


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
