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
    family = Owner(OwnerKind.FAMILY, family_id)
    await uow.documents.give(registration, family)
    await uow.paper_dates.give(registration, family)


async def discard_files_of(registration_id: UUID, uow: UnitOfWork) -> None:
    """Inside the caller's transaction; twice is fine. What a submission holds stays."""
    registration = Owner(OwnerKind.REGISTRATION, registration_id)
    await uow.registrations.lock(registration)
    await uow.registrations.close(registration_id, None)
    await uow.paper_dates.forget_all(registration)
    for document in await uow.documents.unpinned_of(registration):
        uow.documents.discard(document)
        uow.note(SERVICE, "purged", document)


async def erase_files_of_family(family_id: UUID, registration_id: UUID | None, uow: UnitOfWork) -> None:
    """Inside the caller's transaction; twice is fine. What a submission holds goes too: the submission is no more."""
    owners = [Owner(OwnerKind.FAMILY, family_id)]
    if registration_id is not None:
        owners.append(Owner(OwnerKind.REGISTRATION, registration_id))
    for owner in owners:
        await uow.registrations.lock(owner)
        if owner.kind is OwnerKind.FAMILY:
            await uow.registrations.erase(owner.id)
        else:
            await uow.registrations.close(owner.id, family_id)
        await uow.paper_dates.forget_all(owner)
        for document in await uow.documents.all_of(owner):
            uow.documents.discard(document)
            uow.note(SERVICE, "erased", document)
