"""A registration became a family: its files are the family's from now on."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import FamilyRegistered
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.follow_registration import give_files_to_family


async def on_family_registered(event: FamilyRegistered, _envelope: Envelope, uow: DocumentsUnitOfWork) -> None:
    await give_files_to_family(event.registration_id, event.family_id, uow)
