"""What a transaction of identity loads and keeps: one protocol a store; `UnitOfWork` holds them together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from services.identity.domain.account import Account, AccountId
from services.identity.domain.claimable_family import Claim, ClaimableFamily
from services.identity.domain.recovery import Recovery
from services.identity.domain.session import Session
from services.identity.domain.staff_member import StaffId, StaffMember


@dataclass(frozen=True)
class GoodCode:
    """`gives_back`: it opens an account in the place of the family's present one."""

    code_hash: bytes
    gives_back: bool


class Accounts(Protocol):
    """Accounts; a loaded one is locked until the transaction ends, and written at commit where it changed."""

    def add(self, account: Account) -> None: ...

    async def find(self, account_id: UUID) -> Account | None: ...

    async def with_unchecked_address(self, most: int) -> list[Account]:
        """Pending accounts whose address was not looked for yet, oldest first; those locked elsewhere are left out."""

    async def resumable(self, email: str, most: int) -> list[Account]:
        """Described accounts with this address that household has no family of yet, newest first."""

    async def address_opens_one(self, email: str) -> bool:
        """Whether an active account has this address."""

    async def of_family(self, family_id: UUID) -> Account | None: ...

    async def with_code(self, family_code: str) -> list[Account]:
        """The account of this code famille, as a list of none or one."""

    async def with_address(self, email: str) -> list[Account]:
        """Accounts that have their family and this address, active or not."""

    async def to_remind(self, asked_before: timedelta, most: int) -> list[Account]:
        """Accounts that wait for their activation since before this delay, and whose holder was never reminded."""

    async def lapsed(self, asked_before: timedelta, most: int) -> list[Account]:
        """Accounts that wait since before this delay, whose holder was reminded, and that have no good link left."""

    async def delete(self, account_id: UUID) -> None:
        """With its sessions and links; what it recorded is still published."""


class StaffMembers(Protocol):
    """Members of staff, loaded and written like accounts."""

    def add(self, member: StaffMember) -> None: ...

    async def find(self, staff_id: UUID) -> StaffMember | None: ...

    async def with_login(self, login: str) -> StaffMember | None: ...


class MailedLinks(Protocol):
    """Links of one purpose that were mailed and are still good; their deadline is judged by the database's clock."""

    async def add(self, account_id: AccountId, token_hash: bytes, valid: timedelta) -> datetime:
        """Keep a link; its deadline."""

    async def account_of(self, token_hash: bytes) -> UUID | None:
        """Whose link it is, if it is still good."""

    async def spend(self, token_hash: bytes) -> bool:
        """Use the link up; False when it is no longer good."""

    async def drop_all(self, account_id: AccountId) -> None: ...

    async def any_left(self, account_id: AccountId) -> bool: ...


class ResumptionRequests(Protocol):
    """Addresses that somebody wants to go on with, and that nobody looked for yet."""

    async def add(self, email: str) -> None: ...

    async def take(self, most: int) -> list[str]:
        """The oldest ones, which are forgotten with this transaction."""


class Proofs(Protocol):
    """What proves to be a person, once: challenges that are spent, codes that were mailed."""

    async def spend_challenge(self, signature: bytes, expires_at: datetime) -> bool:
        """Remember a solved challenge; False when it was used before."""

    async def keep_code(self, account_id: AccountId, digest: bytes, valid: timedelta) -> datetime:
        """Keep the code that is mailed, in place of any older one; its deadline."""

    async def try_code(self, account_id: AccountId, attempts: int) -> bytes | None:
        """Count an attempt at the code; its digest, None when there is none, or after its deadline or attempts."""

    async def drop_code(self, account_id: AccountId) -> None: ...


class KnownDevices(Protocol):
    """Devices that signed in before, by the hash of their token."""

    async def replace(self, former: bytes | None, token_hash: bytes) -> Collection[UUID]:
        """Every account that knew the device by its former token knows it by this one: which they are."""

    async def remember(self, token_hash: bytes, account_id: UUID, valid: timedelta, most: int) -> None:
        """The account knows the device from now on, and forgets all but its newest ones."""

    async def forget_all(self, account_id: UUID) -> None:
        """No device is known to the account any more: its password was changed."""


class Claims(Protocol):
    """Families that may claim an account, the code that each was given, and the registrations that it opened."""

    async def know(self, family: ClaimableFamily, since: datetime) -> bool:
        """Keep a family; False when it is known already."""

    async def find(self, family_id: UUID) -> ClaimableFamily | None:
        """Locked until the transaction ends, so that a code is spent or replaced by one at a time.

        Whoever needs accounts too locks them before: registrations, the family's account, then this (ADR 0043).
        """

    async def unclaimed(self, family_codes: Sequence[str] | None) -> list[ClaimableFamily]:
        """Families without an account, locked likewise, in the order of their codes.

        All that wait for their first one, or those of these codes, closed accounts' families too.
        """

    async def is_claimed(self, family_id: UUID) -> bool: ...

    async def issue(self, family_id: UUID, code_hash: bytes, valid: timedelta, *, gives_back: bool) -> datetime:
        """Keep a code in place of the former; the end of its last day in the town."""

    async def good_code(self, family_id: UUID) -> GoodCode | None:
        """What is stored of the family's code, if it is still good."""

    async def offered(self, family_code: str) -> Claim | None:
        """What the code of this family would open now.

        None without a good code, and once it has its account, unless the code gives that back.
        """

    async def spend(self, family_id: UUID) -> None:
        """The code is used, and the family has its account. A closing before counts until somebody activates it."""

    async def close(self, family: ClaimableFamily, at: datetime) -> None:
        """Its holder closed its account: a code may reopen it, and no letter or mail offers one by itself."""

    async def reopen(self, family_id: UUID) -> None:
        """Its account is activated: no closing before it counts any more."""

    async def lapse(self, family_id: UUID, at: datetime) -> None:
        """Nobody activated the account that a code opened: a closing before it counts from now on, as a new one."""

    async def to_give_up(self, closed_for: timedelta, most: int) -> Sequence[UUID]:
        """Families that `is_to_give_up`, not locked."""

    async def is_to_give_up(self, family_id: UUID, closed_for: timedelta) -> bool:
        """Whether it was closed so long ago, and has neither an account, not even one that waits, nor a good code."""

    async def open(self, account_id: AccountId, claim: Claim) -> None:
        """Note that the code opened this registration."""

    async def opened(self, account_id: AccountId) -> Claim | None: ...

    async def hold_registrations(self, family_id: UUID) -> None:
        """Lock those that codes of the family opened, before anything else of it: `forget` deletes them (ADR 0043)."""

    async def forget(self, family_id: UUID) -> bool:
        """With its code and the registrations that its codes opened, which are held; False when it was not known."""


class Recoveries(Protocol):
    """What somebody forgot, until it was looked for."""

    def add(self, recovery: Recovery) -> None: ...

    async def take(self, most: int) -> list[Recovery]:
        """The oldest ones, which are gone once the transaction is committed; those taken elsewhere are left out."""


class EmailChanges(Protocol):
    """Addresses that accounts shall have once confirmed, one an account; the database's clock judges their links."""

    async def keep(self, account_id: AccountId, email: str, token_hash: bytes, valid: timedelta) -> datetime:
        """In place of any older one, whose link is void; the new link's deadline."""

    async def pending(self, account_id: AccountId) -> str | None:
        """The address that waits, while its link is good."""

    async def account_of(self, token_hash: bytes) -> UUID | None:
        """Whose link it is, if it is still good."""

    async def spend(self, token_hash: bytes) -> str | None:
        """Use the link up: the address that it confirms; None when it is no longer good."""

    async def drop(self, account_id: AccountId) -> bool:
        """Whether one was waiting."""


class Sessions(Protocol):
    """Sessions, by the hash of their token."""

    async def open(self, session: Session) -> None: ...

    async def revoke(self, token_hash: bytes) -> None: ...

    async def end_all(self, account_id: AccountId) -> None:
        """End every session of this account, whatever its kind."""

    async def end_one(self, account_id: UUID, session_id: UUID) -> bool:
        """End this session, if it is the account's; False when it has none of that id."""

    async def end_others(self, account_id: UUID, kept: UUID) -> int:
        """End every session of this account but one; how many there were."""

    async def revoke_second_factor(self, staff_id: StaffId) -> None:
        """End every session of this person that waits for the second factor."""

    async def end_registration(self, account_id: AccountId, within: timedelta) -> None:
        """Let the registration's sessions live no longer than this from now."""

    async def revoke_of(self, account_id: AccountId, token_hash: bytes) -> None:
        """End this session, if it is the account's."""
