"""The one-time code that the town hands to a family it knows: twelve signs that no one mistakes for another.

60 random bits. What rests is a SHA-256 of it with its family's id: a stolen table gives one family at a time, at 2^59
tries on average, and nothing can be computed beforehand. Nobody chose the code, so a slow hash would add nothing but
work for the server; online, the throttle stands before the comparison.
"""

import hashlib
import secrets
from uuid import UUID

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs: neither 0 nor 1, neither I nor O
_SIGNS = 12
_GROUP = 4


def new_claim_code() -> str:
    """As it is shown: `XXXX-XXXX-XXXX`."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(_SIGNS))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _SIGNS, _GROUP))


def claim_digest(family_id: UUID, typed: str) -> bytes:
    """What is stored of a code; case, spaces and hyphens make no difference."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return hashlib.sha256(family_id.bytes + signs.encode()).digest()
