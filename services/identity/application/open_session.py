"""A new session with a fresh token: what every sign-in, and every step further, ends with."""

from uuid import UUID

from services.identity.application.ports import UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.session import OpenedSession, SeenAs, Session, SessionKind, digest, new_token


async def open_session(
    kind: SessionKind, subject_id: UUID, uow: UnitOfWork, rules: Rules, seen_as: SeenAs | None = None
) -> OpenedSession:
    """Inside the caller's transaction."""
    token = new_token()
    await uow.sessions.open(Session(digest(token), kind, subject_id, rules.lifetimes[kind], seen_as))
    return OpenedSession(token, kind)
