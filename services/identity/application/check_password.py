"""A password against an identifier: the throttle first, then the same work whoever it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from libs.domain.errors import Throttled
from services.identity.application.ports import Credentials, PasswordHasher, Throttle
from services.identity.application.rules import SignInRates
from services.identity.domain.throttling import Limit, address_block, limit

Find = Callable[[str], Awaitable[Credentials | None]]
Knows = Callable[[bytes, UUID], Awaitable[bool]]

_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Attempt:
    """`realm` keeps the families' counters apart from the staff's; `identifier` is in its compared form.

    `device`: the hash of the token that the device got when it signed in before.
    """

    realm: str
    identifier: str
    password: str
    client_address: str | None
    device: bytes | None = None


@dataclass(frozen=True)
class Buckets:
    """The limits of an attempt: a right password empties its own, and gives the shared ones their attempt back."""

    own: Limit
    shared: tuple[Limit, ...] = ()

    async def take(self, throttle: Throttle) -> None:
        """Raises Throttled."""
        if wait := await throttle.take([self.own, *self.shared]):
            raise Throttled(wait)

    async def forgive(self, throttle: Throttle) -> None:
        """The password was right: honest use costs nothing."""
        await throttle.empty([self.own])
        if self.shared:
            await throttle.give_back(self.shared)


def buckets(attempt: Attempt, rates: SignInRates) -> Buckets:
    """Of a device that nobody knows."""
    block = address_block(attempt.client_address)
    return Buckets(
        limit(rates.pair, "sign-in", attempt.realm, attempt.identifier, block),
        (
            limit(rates.identifier, "sign-in", attempt.realm, attempt.identifier),
            limit(rates.block, "sign-in", attempt.realm, block),
        ),
    )


async def check_password(
    attempt: Attempt,
    find: Find,
    knows: Knows,
    throttle: Throttle,
    hasher: PasswordHasher,
    rates: SignInRates,
) -> tuple[Credentials | None, bool]:
    """Whose identifier it is, and whether the password is theirs.

    Raises:
        Throttled: too many attempts; nothing was hashed, nor looked up unless a device token came along.
    """
    counted = await _device_bucket(attempt, find, knows, rates) or buckets(attempt, rates)
    await counted.take(throttle)
    found = await find(attempt.identifier)
    right = await hasher.verify(found.password_hash if found else None, attempt.password)
    if right:
        await counted.forgive(throttle)
    return found, right


async def _device_bucket(attempt: Attempt, find: Find, knows: Knows, rates: SignInRates) -> Buckets | None:
    """A bucket of its own for a device that the account knows; whatever the token, the same is looked up."""
    if attempt.device is None:
        return None
    found = await find(attempt.identifier)
    account_id = found.id if found else _NOBODY
    if not await knows(attempt.device, account_id):
        return None
    return Buckets(limit(rates.device, "sign-in", attempt.realm, "device", str(account_id), attempt.device.hex()))
