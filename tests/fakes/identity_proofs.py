"""Identity's proofs, resumptions and known devices, in memory."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.identity.domain.account import AccountId
from services.identity.domain.email_address import email_key
from services.identity.domain.errors import ProofRefused
from services.identity.domain.proof import SolvedChallenge

DEADLINE = datetime(2026, 3, 2, 12, 10, tzinfo=UTC)


@dataclass
class MailedCodeKept:
    digest: bytes
    expires_at: datetime
    attempts: int = 0


@dataclass
class ProofState:
    """What a database would hold of them."""

    spent: set[bytes] = field(default_factory=set)
    codes: dict[UUID, MailedCodeKept] = field(default_factory=dict)
    resumption_requests: list[str] = field(default_factory=list)
    devices: dict[tuple[bytes, UUID], datetime] = field(default_factory=dict)


class FakeCaptcha:
    """A payload is right when it begins with `solved`; `late` is an expired one."""

    def challenge(self) -> Mapping[str, Any]:
        return {"parameters": {}, "signature": "00"}

    def check(self, payload: str) -> SolvedChallenge:
        if payload == "late":
            raise ProofRefused("captcha", "captcha-expired")
        if not payload.startswith("solved"):
            raise ProofRefused("captcha", "captcha-wrong")
        return SolvedChallenge(payload.encode(), DEADLINE)


class FakeCodeDigests:
    def digest(self, account_id: UUID, email: str, code: str) -> bytes:
        return json.dumps([str(account_id), email_key(email), code]).encode()


class FakeProofs:
    def __init__(self, state: ProofState, now: datetime) -> None:
        self._state = state
        self._now = now

    async def spend_challenge(self, signature: bytes, expires_at: datetime) -> bool:
        fresh = signature not in self._state.spent
        self._state.spent.add(signature)
        return fresh

    async def keep_code(self, account_id: AccountId, digest: bytes, valid: timedelta) -> datetime:
        kept = MailedCodeKept(digest, self._now + valid)
        self._state.codes[account_id] = kept
        return kept.expires_at

    async def try_code(self, account_id: AccountId, attempts: int) -> bytes | None:
        kept = self._state.codes.get(account_id)
        if kept is None or kept.expires_at <= self._now or kept.attempts >= attempts:
            return None
        kept.attempts += 1
        return kept.digest

    async def drop_code(self, account_id: AccountId) -> None:
        self._state.codes.pop(account_id, None)


class FakeResumptionRequests:
    def __init__(self, state: ProofState) -> None:
        self._state = state

    async def add(self, email: str) -> None:
        self._state.resumption_requests.append(email)

    async def take(self, most: int) -> list[str]:
        taken, self._state.resumption_requests[:] = self._state.resumption_requests[:most], []
        return taken


class FakeKnownDevices:
    def __init__(self, state: ProofState, now: datetime) -> None:
        self._devices = state.devices
        self._now = now

    async def replace(self, former: bytes | None, token_hash: bytes) -> Collection[UUID]:
        replaced = [key for key in self._devices if key[0] == former]
        for known, account_id in replaced:
            self._devices[token_hash, account_id] = self._devices.pop((known, account_id))
        return [account_id for _, account_id in replaced]

    async def remember(self, token_hash: bytes, account_id: UUID, valid: timedelta, most: int) -> None:
        self._devices.pop((token_hash, account_id), None)
        self._devices[token_hash, account_id] = self._now + valid
        for older in [key for key in self._devices if key[1] == account_id][:-most]:
            del self._devices[older]

    async def forget_all(self, account_id: UUID) -> None:
        for known in [key for key in self._devices if key[1] == account_id]:
            del self._devices[known]
