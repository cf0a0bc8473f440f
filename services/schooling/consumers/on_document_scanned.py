"""The scanner gave its verdict on a file that may lie in a request."""

from libs.contracts.documents.v1 import DocumentScanned
from libs.contracts.envelope import Envelope
from services.schooling.application.ports import Unit


async def on_document_scanned(event: DocumentScanned, _envelope: Envelope, uow: Unit) -> None:
    await uow.pre_registrations.note_verdict(event.document_id, event.verdict)
