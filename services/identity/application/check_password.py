"""A password against an identifier: the throttle first, then the same work whoever it is.

Guessing is slowed without ever locking out whoever owns.

Each limit is a leaky bucket (GCRA): `burst` attempts at once, then one every `period`. An attempt is taken from every
bucket before the password is hashed; one that is refused by any bucket takes from none. A right password empties the
pair's bucket and gives the two others their attempt back, so that honest use costs nothing.

Three buckets guard a sign-in from a device that the account does not know:

- *pair*, the identifier from one address block: a handful, then one a minute. This slows guessing from one place.
- *identifier*, wherever from: its rate is twice the pair's, so one block alone can never drain it. The owner who comes
  from elsewhere signs in at once during such an attack. Many blocks together can drain it; then the identifier gives an
  attempt every half minute to whoever comes first.
- *block*, whatever the identifier: generous, because a school or a mobile operator hides many families behind one. It
  slows somebody who tries one password on every code famille.

A device that signed in to the account before (it holds a token that says so) has one bucket instead, *device*, that
nobody else can drain: its owner signs in at once whatever goes on elsewhere. A token that the account does not know,
another account's too, changes nothing: the three buckets stand, and the same is looked up.

Nothing locks: when the attack ends, every bucket lets an attempt through within its period. Identifiers are counted as
typed, whether they exist or not, and a code is not tied to its address, so that the counters tell nobody who is here.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from libs.domain.errors import Throttled
from libs.domain.throttling import Limit, address_block, limit
from services.identity.application.ports import Credentials, PasswordHasher, Throttle
from services.identity.application.rules import SignInRates

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
