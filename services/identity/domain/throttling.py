"""Slowing whoever guesses, without ever locking out whoever owns.

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

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import timedelta

_IPV4_BLOCK = 24
_IPV6_BLOCK = 56


@dataclass(frozen=True)
class Rate:
    """`burst` attempts at once, then one every `period`."""

    burst: int
    period: timedelta


@dataclass(frozen=True)
class Limit:
    """A bucket: what it counts, hashed, and how fast it leaks."""

    key: bytes
    rate: Rate


def limit(rate: Rate, *counted: str) -> Limit:
    """The bucket of these words; only their SHA-256 is stored."""
    return Limit(hashlib.sha256("\x00".join(counted).encode()).digest(), rate)


def address_block(address: str | None) -> str:
    """The /24 of an IPv4 address, the /56 of an IPv6 one: about one subscriber. Unreadable ones share one block."""
    try:
        found = ipaddress.ip_address((address or "").strip())
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    prefix = _IPV4_BLOCK if found.version == 4 else _IPV6_BLOCK
    return str(ipaddress.ip_network((found, prefix), strict=False))
