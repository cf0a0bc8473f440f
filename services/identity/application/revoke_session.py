"""A session ends on the server: sign-out, or leaving a shared computer."""

from services.identity.application.ports import UnitOfWork
from services.identity.domain.session import digest


async def revoke_session(token: str, uow: UnitOfWork) -> None:
    """Holding the token is the right to end it; one that is unknown or ended already changes nothing."""
    async with uow:
        await uow.sessions.revoke(digest(token))
        await uow.commit()
