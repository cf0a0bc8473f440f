"""Identity's outside, in memory: a unit of work that forgets what was not committed, and tools without cost."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self
from uuid import UUID

from libs.domain.aggregate import DomainEvent
from libs.domain.throttling import Limit, Rate
from services.identity.application.ports import Credentials
from services.identity.application.rules import Rates, Rules, SignInRates
from services.identity.domain.account import Account, AccountId, Stage
from services.identity.domain.email_address import email_key
from services.identity.domain.password_policy import Estimate, PasswordPolicy
from services.identity.domain.session import Lifetime, Session, SessionKind
from services.identity.domain.staff_member import StaffId, StaffMember, login_key
from tests.fakes.identity_claims import ClaimState, FakeClaims, FakeRecoveries
from tests.fakes.identity_proofs import (
    FakeKnownDevices,
    FakeProofs,
    FakeResumptionRequests,
    ProofState,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EASY = Rate(1000, timedelta(seconds=1))


def rules(**changed: Rate) -> Rules:
    """Short names for what a test is about: `rules(activation_mail=Rate(1, ...))`; nothing else slows it."""
    sign_in = SignInRates(*(changed.pop(name, EASY) for name in ("pair", "identifier", "block", "device")))
    others = (
        "registration",
        "account_step",
        "activation_mail",
        "known_address_mail",
        "second_factor",
        "mail_code",
        "mail_code_block",
        "resumption",
        "resumption_mail",
        "registration_unlock",
        "recovery",
        "recovery_block",
        "own_account",
        "data_export",
        "email_change_mail",
    )
    return Rules(
        password=PasswordPolicy(),
        lifetimes={kind: Lifetime(timedelta(minutes=30), timedelta(hours=12)) for kind in SessionKind},
        rates=Rates(sign_in=sign_in, **{name: changed.pop(name, EASY) for name in others}),
        activation_link=timedelta(hours=48),
        registration_after_activation=timedelta(minutes=15),
        registration_lock_idle=timedelta(minutes=30),
        mail_code=timedelta(hours=1),
        resumption_link=timedelta(hours=48),
        known_device=timedelta(days=365),
        known_devices=20,
        password_reset=timedelta(minutes=60),
        email_change=timedelta(hours=48),
        closed_account=timedelta(days=365),
        claim=timedelta(days=90),
        never_activated=timedelta(days=30),
        activation_reminder=timedelta(days=7),
        terms=frozenset({"2026-01"}),
    )


@dataclass
class FakeClock:
    instant: datetime = NOON

    def now(self) -> datetime:
        return self.instant


@dataclass
class State:
    """What a database would hold."""

    accounts: dict[UUID, Account] = field(default_factory=dict)
    staff: dict[UUID, StaffMember] = field(default_factory=dict)
    links: dict[bytes, tuple[AccountId, datetime]] = field(default_factory=dict)
    resumption_links: dict[bytes, tuple[AccountId, datetime]] = field(default_factory=dict)
    sessions: dict[bytes, Session] = field(default_factory=dict)
    proofs: ProofState = field(default_factory=ProofState)
    password_resets: dict[bytes, tuple[AccountId, datetime]] = field(default_factory=dict)
    email_changes: dict[AccountId, tuple[str, bytes, datetime]] = field(default_factory=dict)
    claims: ClaimState = field(default_factory=ClaimState)
    events: list[DomainEvent] = field(default_factory=list)
    audit: list[tuple[str, str, str, str | None]] = field(default_factory=list)


class FakeAccounts:
    def __init__(self, state: State, clock: FakeClock) -> None:
        self._state = state
        self._clock = clock
        self.gone: list[Account] = []

    def add(self, account: Account) -> None:
        self._state.accounts[account.id] = account

    async def find(self, account_id: UUID) -> Account | None:
        return self._state.accounts.get(account_id)

    async def with_unchecked_address(self, most: int) -> list[Account]:
        return [one for one in self._state.accounts.values() if not one.address_checked and not one.family][:most]

    async def resumable(self, email: str, most: int) -> list[Account]:
        found = [one for one in reversed(self._state.accounts.values()) if one.stage is Stage.ACCOUNT]
        return [one for one in found if email_key(one.email) == email_key(email)][:most]

    async def address_opens_one(self, email: str) -> bool:
        return any(
            one.activated_at and email_key(one.email) == email_key(email) for one in self._state.accounts.values()
        )

    async def of_family(self, family_id: UUID) -> Account | None:
        return next((one for one in self._registered() if one.family and one.family.id == family_id), None)

    async def with_code(self, family_code: str) -> list[Account]:
        return [one for one in self._registered() if one.family and one.family.code == family_code]

    async def with_address(self, email: str) -> list[Account]:
        return [one for one in self._registered() if email_key(one.email) == email_key(email)]

    async def to_remind(self, asked_before: timedelta, most: int) -> list[Account]:
        return [one for one in self._waiting_since(asked_before) if not one.reminded_at][:most]

    async def lapsed(self, asked_before: timedelta, most: int) -> list[Account]:
        now = self._clock.now()
        linked = {account_id for account_id, deadline in self._state.links.values() if deadline > now}
        return [one for one in self._waiting_since(asked_before) if one.reminded_at and one.id not in linked][:most]

    def _registered(self) -> list[Account]:
        return [one for one in self._state.accounts.values() if one.family]

    def _waiting_since(self, delay: timedelta) -> list[Account]:
        before = self._clock.now() - delay
        waiting = [one for one in self._registered() if not one.activated_at]
        return [one for one in waiting if one.activation_asked_at and one.activation_asked_at <= before]

    async def delete(self, account_id: UUID) -> None:
        self.gone.append(self._state.accounts.pop(account_id))
        kept = {key: one for key, one in self._state.sessions.items() if one.subject_id != account_id}
        self._state.sessions = kept


class FakeStaff:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, member: StaffMember) -> None:
        self._state.staff[member.id] = member

    async def find(self, staff_id: UUID) -> StaffMember | None:
        return self._state.staff.get(staff_id)

    async def with_login(self, login: str) -> StaffMember | None:
        return next((one for one in self._state.staff.values() if one.login == login_key(login)), None)


class FakeLinks:
    """Links of one purpose, in the state's own dict."""

    def __init__(self, links: dict[bytes, tuple[AccountId, datetime]], clock: FakeClock) -> None:
        self._links = links
        self._clock = clock

    async def add(self, account_id: AccountId, token_hash: bytes, valid: timedelta) -> datetime:
        deadline = self._clock.now() + valid
        self._links[token_hash] = (account_id, deadline)
        return deadline

    async def account_of(self, token_hash: bytes) -> UUID | None:
        account_id, deadline = self._links.get(token_hash, (None, self._clock.now()))
        return account_id if deadline > self._clock.now() else None

    async def spend(self, token_hash: bytes) -> bool:
        good = await self.account_of(token_hash) is not None
        self._links.pop(token_hash, None)
        return good

    async def drop_all(self, account_id: AccountId) -> None:
        for token_hash in [key for key, link in self._links.items() if link[0] == account_id]:
            del self._links[token_hash]

    async def any_left(self, account_id: AccountId) -> bool:
        now = self._clock.now()
        return any(owner == account_id and deadline > now for owner, deadline in self._links.values())


class FakeEmailChanges:
    """One an account: address, hash of the link, deadline."""

    def __init__(self, state: State, clock: FakeClock) -> None:
        self._changes = state.email_changes
        self._clock = clock

    async def keep(self, account_id: AccountId, email: str, token_hash: bytes, valid: timedelta) -> datetime:
        deadline = self._clock.now() + valid
        self._changes[account_id] = (email, token_hash, deadline)
        return deadline

    async def pending(self, account_id: AccountId) -> str | None:
        email, _hash, deadline = self._changes.get(account_id, (None, b"", self._clock.now()))
        return email if deadline > self._clock.now() else None

    async def account_of(self, token_hash: bytes) -> UUID | None:
        now = self._clock.now()
        good = [owner for owner, (_, kept, until) in self._changes.items() if kept == token_hash and until > now]
        return good[0] if good else None

    async def spend(self, token_hash: bytes) -> str | None:
        account_id = await self.account_of(token_hash)
        return self._changes.pop(AccountId(account_id))[0] if account_id else None

    async def drop(self, account_id: AccountId) -> bool:
        waits = await self.pending(account_id) is not None
        self._changes.pop(account_id, None)
        return waits


class FakeSessions:
    def __init__(self, state: State) -> None:
        self._state = state

    async def open(self, session: Session) -> None:
        self._state.sessions[session.token_hash] = session

    async def revoke_of(self, account_id: AccountId, token_hash: bytes) -> None:
        if token_hash in self._state.sessions and self._state.sessions[token_hash].subject_id == account_id:
            del self._state.sessions[token_hash]

    async def end_all(self, account_id: AccountId) -> None:
        for key in [key for key, one in self._state.sessions.items() if one.subject_id == account_id]:
            del self._state.sessions[key]

    async def end_one(self, account_id: UUID, session_id: UUID) -> bool:
        raise NotImplementedError("ids of sessions are the database's")

    async def end_others(self, account_id: UUID, kept: UUID) -> int:
        raise NotImplementedError("ids of sessions are the database's")

    async def revoke(self, token_hash: bytes) -> None:
        self._state.sessions.pop(token_hash, None)

    async def revoke_second_factor(self, staff_id: StaffId) -> None:
        ended = [
            key
            for key, one in self._state.sessions.items()
            if one.subject_id == staff_id and one.kind is SessionKind.SECOND_FACTOR
        ]
        for key in ended:
            del self._state.sessions[key]

    async def end_registration(self, account_id: AccountId, within: timedelta) -> None:
        for key, one in list(self._state.sessions.items()):
            if one.subject_id == account_id and one.kind is SessionKind.REGISTRATION:
                shortened = Session(key, one.kind, account_id, Lifetime(one.lifetime.idle, within))
                self._state.sessions[key] = shortened


class FakeUnitOfWork:
    """Works on a copy; `commit` makes it the state."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.state = State()
        self._clock = clock or FakeClock()
        self._bind(self.state)

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
        self._working.audit.append((actor, action, what, reason))

    async def commit(self) -> None:
        families = (*self._working.claims.families.values(), *self.claims.gone)
        for changed in (*self._working.accounts.values(), *self.accounts.gone, *families, *self.recoveries.taken):
            self._working.events += changed.collect_events()
        self.state = copy.deepcopy(self._working)

    async def __aenter__(self) -> Self:
        self._bind(copy.deepcopy(self.state))
        return self

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bind(copy.deepcopy(self.state))

    def _bind(self, working: State) -> None:
        self._working = working
        self.accounts = FakeAccounts(working, self._clock)
        self.staff = FakeStaff(working)
        self.activation_links = FakeLinks(working.links, self._clock)
        self.sessions = FakeSessions(working)
        self.resumption_links = FakeLinks(working.resumption_links, self._clock)
        self.resumption_requests = FakeResumptionRequests(working.proofs)
        self.proofs = FakeProofs(working.proofs, self._clock.now())
        self.password_resets = FakeLinks(working.password_resets, self._clock)
        self.email_changes = FakeEmailChanges(working, self._clock)
        self.claims = FakeClaims(working.claims, working.accounts, self._clock.now())
        self.recoveries = FakeRecoveries(working.claims)
        self.known_devices = FakeKnownDevices(working.proofs, self._clock.now())


class FakeDirectory:
    """Reads what was committed."""

    def __init__(self, uow: FakeUnitOfWork) -> None:
        self._uow = uow

    async def account_with_code(self, family_code: str) -> Credentials | None:
        found = [one for one in self._uow.state.accounts.values() if one.family and one.family.code == family_code]
        return _credentials(found[0]) if found else None

    async def account_with_address(self, email: str) -> Credentials | None:
        found = [one for one in self._uow.state.accounts.values() if one.family and email_key(one.email) == email]
        candidates = [one for one in found if one.activated_at] or found
        return _credentials(candidates[0]) if len(candidates) == 1 else None

    async def account(self, account_id: UUID) -> Credentials | None:
        account = self._uow.state.accounts.get(account_id)
        return _credentials(account) if account else None

    async def device_of(self, token_hash: bytes, account_id: UUID) -> bool:
        return any(known == (token_hash, account_id) for known in self._uow.state.proofs.devices)

    async def registration(self, registration_id: UUID) -> Credentials | None:
        account = self._uow.state.accounts.get(registration_id)
        return Credentials(account.id, account.password_hash, ready=account.stage is Stage.ACCOUNT) if account else None

    async def registration_behind(self, link: bytes) -> Credentials | None:
        account_id = await self._uow.resumption_links.account_of(link)
        return await self.registration(account_id) if account_id else None

    async def staff_with_login(self, login: str) -> Credentials | None:
        found = [one for one in self._uow.state.staff.values() if one.login == login]
        return Credentials(found[0].id, found[0].password_hash) if found else None


def _credentials(account: Account) -> Credentials:
    return Credentials(account.id, account.password_hash, ready=account.activated_at is not None)


@dataclass
class FakeThrottle:
    """Counts without leaking: a bucket is full after `burst` attempts, and then says to wait one period."""

    taken: dict[bytes, int] = field(default_factory=dict)

    async def take(self, limits: Sequence[Limit]) -> int:
        for asked in limits:
            if self.taken.get(asked.key, 0) >= asked.rate.burst:
                return int(asked.rate.period.total_seconds())
        for asked in limits:
            self.taken[asked.key] = self.taken.get(asked.key, 0) + 1
        return 0

    async def give_back(self, limits: Sequence[Limit]) -> None:
        for given in limits:
            self.taken[given.key] -= 1

    async def empty(self, limits: Sequence[Limit]) -> None:
        for emptied in limits:
            self.taken.pop(emptied.key, None)


@dataclass
class FakeHasher:
    """Reversible on purpose; counts what it was asked."""

    verified: int = 0
    hashed: int = 0

    async def hash(self, password: str) -> str:
        self.hashed += 1
        return f"hash of {password}"

    async def verify(self, stored: str | None, password: str) -> bool:
        self.verified += 1
        return stored == f"hash of {password}"


class FakeEstimator:
    """Only `motdepasse1`, and what is known of the person, is common; everything is worth a score of 3."""

    def estimate(self, password: str, personal: Sequence[str] = ()) -> Estimate:
        return Estimate(common=password == "motdepasse1" or password in personal, score=3)


class FakeSecondFactor:
    """The code is the step itself, in decimal."""

    def new_secret(self) -> str:
        return "NEWSECRET"

    def protect(self, secret: str, owner: UUID) -> str:
        return f"protected {secret}"

    def reveal(self, protected: str, owner: UUID) -> str:
        return protected.removeprefix("protected ")

    def matching_step(self, protected: str, owner: UUID, code: str, at: datetime) -> int | None:
        step = int(at.timestamp()) // 30
        return step if code == str(step) else None
