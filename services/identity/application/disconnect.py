"""The holder of an account ends sessions of it that are open elsewhere."""

from uuid import UUID

from services.identity.application.ports import UnitOfWork
from services.identity.domain.errors import UnknownSession


async def disconnect_one(account_id: UUID, session_id: UUID, uow: UnitOfWork, *, family: UUID | None = None) -> None:
    """Raises UnknownSession: ended already, or somebody else's."""
    async with uow:
        if not await uow.sessions.end_one(account_id, session_id):
            raise UnknownSession
        uow.note(
            f"account:{account_id}", "session.ended", f"session:{session_id}", reason="by-its-owner", family=family
        )
        await uow.commit()


async def disconnect_others(account_id: UUID, kept: UUID, uow: UnitOfWork, *, family: UUID | None = None) -> None:
    """Every session of the account but the one named, whatever their kind."""
    async with uow:
        ended = await uow.sessions.end_others(account_id, kept)
        uow.note(
            f"account:{account_id}",
            "sessions.ended",
            f"account:{account_id}",
            reason="by-its-owner",
            family=family,
            ended=str(ended),
        )
        await uow.commit()
