"""The facts of a file."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from libs.domain.aggregate import DomainEvent
from services.documents.domain.ids import DocumentId, Slot
from services.documents.domain.paper_date import OnExpiry


@dataclass(frozen=True)
class VerdictGiven(DomainEvent):
    """The scanner's verdict on a file that a submission holds and that was handed in without one."""

    document_id: DocumentId
    clean: bool


@dataclass(frozen=True)
class PaperEnds(DomainEvent):
    """A paper that a family handed in stops counting after a day.

    Attributes:
        documents: its files, of one slot.
        label: the piece's name in plain French; empty for one about health, which no mail names.
        over: that day is past; else it comes soon.
    """

    documents: tuple[DocumentId, ...]
    family_id: UUID
    slot: Slot
    label: str
    expires_on: date
    on_expiry: OnExpiry
    over: bool
