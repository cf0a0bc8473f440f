"""What becomes of a registration's files: they turn into the family's, or go with the draft."""

from uuid import UUID

from services.documents.application.ports import UnitOfWork
from services.documents.domain.ids import Owner, OwnerKind

SERVICE = "service:documents"


async def give_files_to_family(registration_id: UUID, family_id: UUID, uow: UnitOfWork) -> None:
    """Inside the caller's transaction; twice is fine."""
    registration = Owner(OwnerKind.REGISTRATION, registration_id)
    await uow.registrations.lock(registration)
    await uow.registrations.close(registration_id, family_id)
    await uow.documents.give(registration, Owner(OwnerKind.FAMILY, family_id))


async def discard_files_of(registration_id: UUID, uow: UnitOfWork) -> None:
    """Inside the caller's transaction; twice is fine. What a submission holds stays."""
    registration = Owner(OwnerKind.REGISTRATION, registration_id)
    await uow.registrations.lock(registration)
    await uow.registrations.close(registration_id, None)
    for document in await uow.documents.unpinned_of(registration):
        uow.documents.discard(document)
        uow.note(SERVICE, "purged", document.id)
