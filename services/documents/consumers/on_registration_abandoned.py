"""A draft was left for 48 hours: its files go."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import RegistrationAbandoned
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.follow_registration import discard_files_of


async def on_registration_abandoned(
    event: RegistrationAbandoned, _envelope: Envelope, uow: DocumentsUnitOfWork
) -> None:
    await discard_files_of(event.registration_id, uow)
