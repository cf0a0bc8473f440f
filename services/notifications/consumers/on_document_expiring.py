"""A paper of a family's file ends soon."""

from libs.contracts.documents.v1 import DocumentExpiring
from libs.contracts.envelope import Envelope
from services.notifications.application.ports import Unit
from services.notifications.application.remind_of_paper import RemindOfPaper, remind_of_paper


async def on_document_expiring(event: DocumentExpiring, _envelope: Envelope, uow: Unit) -> None:
    command = RemindOfPaper(
        document_id=event.document_id,
        family_id=event.family_id,
        record=event.record,
        piece=event.piece,
        piece_label=event.piece_label,
        expires_on=event.expires_on,
        asked_again=event.on_expiry == "ask_again",
    )
    await remind_of_paper(command, uow)
