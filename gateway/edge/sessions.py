"""Who is behind a cookie: identity's answer, believed for two seconds, and the token that goes to the services."""

import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from gateway.clients.identity import SessionView
from libs.chassis.auth import VISITOR, Subject, SubjectKind, SubjectMint

BELIEVED = 2.0
_KEPT = 4096
V = TypeVar("V")


@dataclass(frozen=True)
class Session:
    """A browser's session, as identity described it. `id` names it to its owner, and opens nothing."""

    token: str
    id: str
    subject: Subject
    display_name: str
    family_code: str | None

    @property
    def kind(self) -> SubjectKind:
        return self.subject.kind


class Introspecting(Protocol):
    """The part of identity that is asked here."""

    async def introspect(self, bearer: str, session_token: str) -> SessionView | None: ...


class Sessions:
    """Resolves cookies; mints one subject token per session and two seconds."""

    def __init__(self, identity: Introspecting, mint: SubjectMint) -> None:
        self._identity = identity
        self._mint = mint
        self._sessions: _Brief[Session] = _Brief()
        self._bearers: _Brief[str] = _Brief()

    async def resolve(self, token: str | None) -> Session | None:
        """None for no cookie, and for one that identity does not know or no longer honours."""
        if not token or len(token) > 200:
            return None
        known = self._sessions.get(token)
        if known is not None:
            return known
        view = await self._identity.introspect(self.bearer(None), token)
        if view is None:
            return None
        session = _session(token, view)
        self._sessions.put(token, session)
        return session

    def bearer(self, session: Session | None) -> str:
        """The subject token of a session, or of a visitor."""
        token = session.token if session else ""
        known = self._bearers.get(token)
        if known is None:
            known = self._mint.mint(session.subject if session else VISITOR)
            self._bearers.put(token, known)
        return known

    def bearer_from(self, address: str) -> str:
        """A visitor's token that says where they are: identity slows guessing by address, and trusts no header."""
        return self._mint.mint(replace(VISITOR, client_address=address))

    def bearer_signed(self, session: Session) -> str:
        """The session's token with the person's name: for what keeps who wrote it, as a message does."""
        return self._mint.mint(replace(session.subject, display_name=session.display_name or None))

    def bearer_for_counter(self, session: Session, registration_id: UUID) -> str:
        """The token of a family that an agent writes down at the counter; services see who acts for it (RFC 8693)."""
        agent = session.subject
        written = Subject(SubjectKind.REGISTRATION, registration_id, permissions=agent.permissions, agent_id=agent.id)
        return self._mint.mint(written)

    def forget(self, token: str) -> None:
        """The session ended, or became another one."""
        self._sessions.drop(token)
        self._bearers.drop(token)


class _Brief(Generic[V]):
    """Values that are believed for two seconds; the oldest leave first when there are too many."""

    def __init__(self) -> None:
        self._values: OrderedDict[str, tuple[float, V]] = OrderedDict()

    def get(self, key: str) -> V | None:
        found = self._values.get(key)
        if found is None:
            return None
        if time.monotonic() - found[0] >= BELIEVED:
            del self._values[key]
            return None
        return found[1]

    def put(self, key: str, value: V) -> None:
        self._values.pop(key, None)
        self._values[key] = (time.monotonic(), value)
        while len(self._values) > _KEPT:
            self._values.popitem(last=False)

    def drop(self, key: str) -> None:
        self._values.pop(key, None)


def _session(token: str, view: SessionView) -> Session:
    family_id = view["family_id"]
    subject = Subject(
        SubjectKind(view["kind"]),
        UUID(view["id"]),
        UUID(family_id) if family_id else None,
        frozenset(view["permissions"]),
        roles=frozenset(view.get("roles", ())),
    )
    return Session(token, view["session_id"], subject, view["display_name"], view["family_code"])
