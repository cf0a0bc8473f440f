"""A member's record is no more: what was joined there and never handed in goes."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import RecordRemoved
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.drop_record import drop_record
from services.documents.domain.ids import Owner, OwnerKind, RecordKey


async def on_record_removed(event: RecordRemoved, envelope: Envelope, uow: DocumentsUnitOfWork) -> None:
    if record := RecordKey.parse(event.record):
        await drop_record(Owner(OwnerKind.FAMILY, event.family_id), record, uow, envelope.time)
