"""A parent has opened a message."""

from uuid import UUID

from libs.domain.errors import NotFound
from services.notifications.application.ports import UnitOfWork


async def read_message(family_id: UUID, message_id: UUID, account_id: UUID, uow: UnitOfWork) -> None:
    """Mark it read for the family; the first reading counts. Raises NotFound."""
    async with uow:
        if not await uow.messages.mark_read(family_id, message_id, account_id):
            raise NotFound
        await uow.commit()
