"""Counting attempts, to slow whoever guesses: leaky buckets (GCRA).

A limit lets `burst` attempts through at once, then one every `period`. Nothing locks: when the guessing ends, every
bucket lets an attempt through within its period.
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
