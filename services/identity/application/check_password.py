"""A password against an identifier: the throttle first, then the same work whoever it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from libs.domain.errors import Throttled
from services.identity.application.ports import Credentials, PasswordHasher, Throttle
from services.identity.application.rules import SignInRates
from services.identity.domain.throttling import Limit, address_block, limit


@dataclass(frozen=True)
class Attempt:
    """`realm` keeps the families' counters apart from the staff's; `identifier` is in its compared form."""

    realm: str
    identifier: str
    password: str
    client_address: str | None


@dataclass(frozen=True)
class Buckets:
    """The three limits of an attempt."""

    pair: Limit
    others: tuple[Limit, Limit]

    async def forgive(self, throttle: Throttle) -> None:
        """The password was right: honest use costs nothing."""
        await throttle.empty([self.pair])
        await throttle.give_back(self.others)


def buckets(attempt: Attempt, rates: SignInRates) -> Buckets:
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
    find: Callable[[str], Awaitable[Credentials | None]],
    throttle: Throttle,
    hasher: PasswordHasher,
    rates: SignInRates,
) -> tuple[Credentials | None, bool]:
    """Whose identifier it is, and whether the password is theirs.

    Raises:
        Throttled: too many attempts; nothing was looked up or hashed.
    """
    counted = buckets(attempt, rates)
    if wait := await throttle.take([counted.pair, *counted.others]):
        raise Throttled(wait)
    found = await find(attempt.identifier)
    right = await hasher.verify(found.password_hash if found else None, attempt.password)
    if right:
        await counted.forgive(throttle)
    return found, right
