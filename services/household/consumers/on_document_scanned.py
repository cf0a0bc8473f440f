"""The scanner gave its verdict on a file that may lie in an open submission."""

from libs.contracts.documents.v1 import DocumentScanned
from libs.contracts.envelope import Envelope
from services.household.application.ports import Clock, UnitOfWork
from services.household.application.take_scan_verdict import take_scan_verdict
from services.household.domain.ids import DocumentId
from services.household.domain.pieces import Scan


class OnDocumentScanned:
    """Needs the clock: a refusal says when."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def __call__(self, event: DocumentScanned, _envelope: Envelope, uow: UnitOfWork) -> None:
        await take_scan_verdict(DocumentId(event.document_id), Scan(event.verdict), uow, self._clock)
