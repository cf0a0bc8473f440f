"""Nobody learns by text, status or time whether an address, a code famille or a family is known (security.md 12)."""

import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx
import pytest

from tests.integration.identity.conftest import Identity
from tests.integration.identity.test_claiming import gives_code, imports
from tests.support.timing import Comparison, compare

KNOWN, UNKNOWN = "known", "unknown"
_AS_OFTEN_AS_ONE_LIKES = "999999/1"


@pytest.fixture(autouse=True)
def _nothing_slows(monkeypatch: pytest.MonkeyPatch) -> None:
    for rate in ("SIGN_IN_PAIR", "SIGN_IN_IDENTIFIER", "SIGN_IN_BLOCK", "REGISTRATION", "RECOVERY", "RECOVERY_BLOCK"):
        monkeypatch.setenv(f"IDENTITY_{rate}_RATE", _AS_OFTEN_AS_ONE_LIKES)


@dataclass
class Door:
    """What a visitor may try, with what is known here and with what is not."""

    path: str
    bodies: dict[str, dict[str, str]]
    status: int
    samples: int = 200
    times: dict[str, list[float]] = field(default_factory=lambda: {KNOWN: [], UNKNOWN: []})
    seen: dict[str, set[object]] = field(default_factory=lambda: {KNOWN: set(), UNKNOWN: set()})

    async def try_once(self, kind: str, post: Callable[[str, object], Awaitable[httpx.Response]]) -> None:
        started = time.perf_counter()
        answer = await post(self.path, self.bodies[kind])
        self.times[kind].append(time.perf_counter() - started)
        self.seen[kind].add(_told(answer))

    @property
    def compared(self) -> Comparison:
        return compare(self.times[KNOWN], self.times[UNKNOWN])


def _told(answer: httpx.Response) -> object:
    """All that an answer says, but for the fresh ids and tokens of step 2."""
    body = sorted(answer.json()) if answer.status_code == 201 else answer.text
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "x-correlation-id")
    return answer.status_code, str(body), str(headers)


def _doors() -> list[Door]:
    wrong = "Baous06510"
    return [
        Door("/sessions", _both("identifier", "00042", "00099", password=wrong), 401),
        Door("/sessions", _both("identifier", "anne@example.org", "ines@example.org", password=wrong), 401, samples=60),
        Door("/registrations", _both("email", "anne@example.org", "ines@example.org"), 201),
        Door("/password-resets", _both("identifier", "00042", "00099"), 202),
        Door("/password-resets", _both("identifier", "anne@example.org", "ines@example.org"), 202),
        Door("/code-reminders", _both("email", "anne@example.org", "ines@example.org"), 202),
        Door("/claims", _both("family_code", "00043", "00099", claim_code="AAAA-AAAA-AAAA"), 401),
    ]


def _both(name: str, known: str, unknown: str, **others: str) -> dict[str, dict[str, str]]:
    return {KNOWN: {name: known, **others}, UNKNOWN: {name: unknown, **others}}


@pytest.mark.timeout(300)
async def test_known_and_unknown_are_answered_alike(identity: Identity) -> None:
    await identity.active("00042")
    await gives_code(identity, await imports(identity, "00043"))

    async def post(path: str, body: object) -> httpx.Response:
        return await identity.call("POST", path, body)

    doors, drawn = _doors(), random.Random(6510)
    for door in doors:
        for kind in (KNOWN, UNKNOWN) * 3:  # the first ones meet cold caches
            await door.try_once(kind, post)
        for times in door.times.values():
            times.clear()
        for _ in range(door.samples):
            for kind in drawn.sample((KNOWN, UNKNOWN), 2):
                await door.try_once(kind, post)
        print(f"\nPOST {door.path} with {next(iter(door.bodies[KNOWN].values()))}: {door.compared}")  # noqa: T201
    for door in doors:
        assert door.seen[KNOWN] == door.seen[UNKNOWN], door.path
        assert {told[0] for told in door.seen[KNOWN] if isinstance(told, tuple)} == {door.status}
    telling = [f"{door.path}: {door.compared}" for door in doors if door.compared.tells]
    assert not telling
