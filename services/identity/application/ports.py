"""What identity's use-cases need from outside: one transaction, and everything that is not kept in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self
from uuid import UUID

from libs.domain.throttling import Limit
from services.identity.application.stores import (
    Accounts,
    Claims,
    EmailChanges,
    KnownDevices,
    MailedLinks,
    Proofs,
    Recoveries,
    ResumptionRequests,
    Sessions,
    StaffMembers,
)
from services.identity.domain.password_policy import Estimate
from services.identity.domain.proof import SolvedChallenge


class UnitOfWork(Protocol):
    """One transaction; leaving the block without `commit` rolls back."""

    @property
    def accounts(self) -> Accounts: ...

    @property
    def staff(self) -> StaffMembers: ...

    @property
    def activation_links(self) -> MailedLinks: ...

    @property
    def resumption_links(self) -> MailedLinks: ...

    @property
    def resumption_requests(self) -> ResumptionRequests: ...

    @property
    def proofs(self) -> Proofs: ...

    @property
    def known_devices(self) -> KnownDevices: ...

    @property
    def password_resets(self) -> MailedLinks: ...

    @property
    def email_changes(self) -> EmailChanges: ...

    @property
    def claims(self) -> Claims: ...

    @property
    def recoveries(self) -> Recoveries: ...

    @property
    def sessions(self) -> Sessions: ...

    def note(
        self,
        actor: str,
        action: str,
        what: str,
        *,
        reason: str | None = None,
        family: UUID | None = None,
        **details: str,
    ) -> None:
        """Write an audit row at commit: ids and codes only. `family`: whose history tells it."""

    async def commit(self) -> None: ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@dataclass(frozen=True)
class Credentials:
    """What sign-in needs of an account or a member of staff: `ready` tells that it may sign in."""

    id: UUID
    password_hash: str | None
    ready: bool = True
    family_id: UUID | None = None


class Directory(Protocol):
    """Who signs in with what; each answer costs one query, found or not."""

    async def account_with_code(self, family_code: str) -> Credentials | None: ...

    async def account_with_address(self, email: str) -> Credentials | None:
        """The only active account with this address; where none is active, the only one that waits for activation."""

    async def account(self, account_id: UUID) -> Credentials | None: ...

    async def staff_with_login(self, login: str) -> Credentials | None: ...

    async def device_of(self, token_hash: bytes, account_id: UUID) -> bool:
        """Whether the account knows the device."""

    async def registration(self, registration_id: UUID) -> Credentials | None:
        """Ready: it is described, and not handed in."""

    async def registration_behind(self, link: bytes) -> Credentials | None:
        """The registration that a good resumption link would go on with."""


class Captcha(Protocol):
    """Puzzles that cost a browser a moment of work; signed, so that none is stored before it is used."""

    def challenge(self) -> Mapping[str, Any]:
        """What the widget takes."""

    def check(self, payload: str) -> SolvedChallenge:
        """What the widget gives back. Raises ProofRefused."""


class CodeDigests(Protocol):
    """Keyed digests of mailed codes: six digits need a key, since a hash alone is undone in a second."""

    def digest(self, account_id: UUID, email: str, code: str) -> bytes: ...


class Throttle(Protocol):
    """The counters of `libs.domain.throttling`; each call is a transaction of its own and counts at once."""

    async def take(self, limits: Sequence[Limit]) -> int:
        """Take one attempt from each, or none from any: 0, or the seconds to wait."""

    async def give_back(self, limits: Sequence[Limit]) -> None:
        """Return an attempt to each."""

    async def empty(self, limits: Sequence[Limit]) -> None:
        """Forget what was counted."""


class PasswordHasher(Protocol):
    """A slow hash."""

    async def hash(self, password: str) -> str: ...

    async def verify(self, stored: str | None, password: str) -> bool:
        """Costs the same for a wrong password and for no stored hash at all."""


class PasswordEstimator(Protocol):
    """Knows what people choose."""

    def estimate(self, password: str, personal: Sequence[str] = ()) -> Estimate: ...


class SecondFactor(Protocol):
    """Time-based codes (RFC 6238) from secrets encrypted at rest."""

    def new_secret(self) -> str:
        """In clear, base32, as an authenticator application takes it."""

    def protect(self, secret: str, owner: UUID) -> str:
        """Encrypt for storage, bound to its owner."""

    def reveal(self, protected: str, owner: UUID) -> str: ...

    def matching_step(self, protected: str, owner: UUID, code: str, at: datetime) -> int | None:
        """The 30-second step that the code belongs to: the current one or a neighbour; None when it is none of them."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The current instant, aware, UTC."""
