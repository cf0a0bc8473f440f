"""A family is no more: its files go, handed in or not."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import FamilyErased
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.follow_registration import erase_files_of_family


async def on_family_erased(event: FamilyErased, _envelope: Envelope, uow: DocumentsUnitOfWork) -> None:
    await erase_files_of_family(event.family_id, event.registration_id, uow)
