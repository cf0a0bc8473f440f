"""« Reprendre ma demande »: a family takes its request back before anybody opened it."""

from uuid import UUID

from libs.domain.errors import NotFound
from services.schooling.application.ports import UnitOfWork


async def withdraw_pre_registration(family_id: UUID, request_id: UUID, by: str, uow: UnitOfWork) -> None:
    """Raises NotFound, AlreadyOpened, AlreadyClosed."""
    async with uow:
        request = await uow.pre_registrations.get(request_id)
        if request.family_id != family_id:
            raise NotFound
        request.withdraw(await uow.moment())
        await uow.pre_registrations.save(request)
        uow.note(by, "pre_registration.withdrawn", f"pre_registration:{request.id}", family_id=family_id)
        await uow.commit()
