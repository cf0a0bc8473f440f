"""What identity's use-cases need from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from services.identity.domain.account import Account, AccountId
from services.identity.domain.password_policy import Estimate
from services.identity.domain.session import Session
from services.identity.domain.staff_member import StaffId, StaffMember
from services.identity.domain.throttling import Limit


class Accounts(Protocol):
    """Accounts; a loaded one is locked until the transaction ends, and written at commit where it changed."""

    def add(self, account: Account) -> None: ...

    async def find(self, account_id: UUID) -> Account | None: ...

    async def with_unchecked_address(self, most: int) -> list[Account]:
        """Pending accounts whose address was not looked for yet, oldest first; those locked elsewhere are left out."""

    async def address_opens_one(self, email: str) -> bool:
        """Whether an active account has this address."""

    async def delete(self, account_id: UUID) -> None:
        """With its sessions."""


class StaffMembers(Protocol):
    """Members of staff, loaded and written like accounts."""

    def add(self, member: StaffMember) -> None: ...

    async def find(self, staff_id: UUID) -> StaffMember | None: ...

    async def with_login(self, login: str) -> StaffMember | None: ...


class ActivationLinks(Protocol):
    """Links that were mailed and are still good; their deadline is judged by the database's clock."""

    async def add(self, account_id: AccountId, token_hash: bytes, valid: timedelta) -> datetime:
        """Keep a link; its deadline."""

    async def account_of(self, token_hash: bytes) -> UUID | None:
        """Whose link it is, if it is still good."""

    async def spend(self, token_hash: bytes) -> bool:
        """Use the link up; False when it is no longer good."""

    async def drop_all(self, account_id: AccountId) -> None: ...

    async def any_left(self, account_id: AccountId) -> bool: ...


class Sessions(Protocol):
    """Sessions, by the hash of their token."""

    async def open(self, session: Session) -> None: ...

    async def revoke(self, token_hash: bytes) -> None: ...

    async def revoke_second_factor(self, staff_id: StaffId) -> None:
        """End every session of this person that waits for the second factor."""

    async def end_registration(self, account_id: AccountId, within: timedelta) -> None:
        """Let the registration's sessions live no longer than this from now."""


class UnitOfWork(Protocol):
    """One transaction; leaving the block without `commit` rolls back."""

    @property
    def accounts(self) -> Accounts: ...

    @property
    def staff(self) -> StaffMembers: ...

    @property
    def activation_links(self) -> ActivationLinks: ...

    @property
    def sessions(self) -> Sessions: ...

    def note(self, actor: str, action: str, what: str, *, reason: str | None = None, **details: str) -> None:
        """Write an audit row at commit: ids and codes only."""

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


class Directory(Protocol):
    """Who signs in with what; each answer costs one query, found or not."""

    async def account_with_code(self, family_code: str) -> Credentials | None: ...

    async def account_with_address(self, email: str) -> Credentials | None:
        """The only active account with this address; where none is active, the only one that waits for activation."""

    async def staff_with_login(self, login: str) -> Credentials | None: ...


class Throttle(Protocol):
    """The counters of `domain.throttling`; each call is a transaction of its own and counts at once."""

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
