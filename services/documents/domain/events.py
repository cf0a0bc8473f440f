"""The facts of a file."""

from dataclasses import dataclass

from libs.domain.aggregate import DomainEvent
from services.documents.domain.ids import DocumentId


@dataclass(frozen=True)
class VerdictGiven(DomainEvent):
    """The scanner's verdict on a file that a submission holds and that was handed in without one."""

    document_id: DocumentId
    clean: bool
