"""Claimable families and what was forgotten, in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from services.identity.application.stores import GoodCode
from services.identity.domain.account import Account, AccountId, Family
from services.identity.domain.claimable_family import Claim, ClaimableFamily
from services.identity.domain.recovery import Recovery


@dataclass
class ClaimState:
    """What the tables would hold; `codes`: hash and deadline by family."""

    families: dict[UUID, ClaimableFamily] = field(default_factory=dict)
    codes: dict[UUID, tuple[GoodCode, datetime]] = field(default_factory=dict)
    closed: dict[UUID, datetime] = field(default_factory=dict)
    opened: dict[UUID, Claim] = field(default_factory=dict)
    recoveries: list[Recovery] = field(default_factory=list)


class FakeClaims:
    def __init__(self, state: ClaimState, accounts: Mapping[UUID, Account], now: datetime) -> None:
        self._state = state
        self._accounts = accounts
        self._now = now
        self.gone: list[ClaimableFamily] = []

    async def know(self, family: ClaimableFamily, since: datetime) -> bool:
        return self._state.families.setdefault(family.id, family) is family

    async def find(self, family_id: UUID) -> ClaimableFamily | None:
        return self._state.families.get(family_id)

    async def unclaimed(self, family_codes: Sequence[str] | None) -> list[ClaimableFamily]:
        free = [one for one in self._state.families.values() if not await self.is_claimed(one.id)]
        if family_codes is None:
            chosen = [one for one in free if one.id not in self._state.closed]
        else:
            chosen = [one for one in free if one.code in family_codes]
        return sorted(chosen, key=lambda family: family.code)

    async def is_claimed(self, family_id: UUID) -> bool:
        return any(account.family and account.family.id == family_id for account in self._accounts.values())

    async def issue(self, family_id: UUID, code_hash: bytes, valid: timedelta, *, gives_back: bool) -> datetime:
        deadline = self._now + valid
        self._state.codes[family_id] = (GoodCode(code_hash, gives_back), deadline)
        return deadline

    async def good_code(self, family_id: UUID) -> GoodCode | None:
        code, deadline = self._state.codes.get(family_id, (None, self._now))
        return code if deadline > self._now else None

    async def offered(self, family_code: str) -> Claim | None:
        for family in [one for one in self._state.families.values() if one.code == family_code]:
            code = await self.good_code(family.id)
            if code and (code.gives_back or not await self.is_claimed(family.id)):
                return Claim(Family(family.id, family.code), code.code_hash)
        return None

    async def spend(self, family_id: UUID) -> None:
        del self._state.codes[family_id]

    async def close(self, family: ClaimableFamily, at: datetime) -> None:
        self._state.families[family.id] = family
        self._state.closed[family.id] = at

    async def reopen(self, family_id: UUID) -> None:
        self._state.closed.pop(family_id, None)

    async def lapse(self, family_id: UUID, at: datetime) -> None:
        if family_id in self._state.closed:
            self._state.closed[family_id] = at

    async def to_give_up(self, closed_for: timedelta, most: int) -> Sequence[UUID]:
        return [one for one in self._state.closed if await self.is_to_give_up(one, closed_for)][:most]

    async def is_to_give_up(self, family_id: UUID, closed_for: timedelta) -> bool:
        closed_at = self._state.closed.get(family_id)
        if closed_at is None or closed_at >= self._now - closed_for or await self.is_claimed(family_id):
            return False
        return await self.good_code(family_id) is None

    async def open(self, account_id: AccountId, claim: Claim) -> None:
        self._state.opened[account_id] = claim

    async def opened(self, account_id: AccountId) -> Claim | None:
        return self._state.opened.get(account_id)

    async def hold_registrations(self, family_id: UUID) -> None:
        """Nobody else is here."""

    async def forget(self, family_id: UUID) -> bool:
        self._state.codes.pop(family_id, None)
        self._state.closed.pop(family_id, None)
        family = self._state.families.pop(family_id, None)
        self.gone += [family] if family else []
        return family is not None


class FakeRecoveries:
    def __init__(self, state: ClaimState) -> None:
        self._state = state
        self.taken: list[Recovery] = []

    def add(self, recovery: Recovery) -> None:
        self._state.recoveries.append(recovery)

    async def take(self, most: int) -> list[Recovery]:
        self.taken, self._state.recoveries = self._state.recoveries[:most], self._state.recoveries[most:]
        return self.taken
