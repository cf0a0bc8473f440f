"""The one-time code with which a child's other parent links the child to their own household.

Twelve signs that no one mistakes for another: 60 random bits. What rests is a SHA-256: nobody chose the code, so a slow
hash would add nothing; online, the throttle and the child's birth date stand before it (ADR 0015 decides the same for
claim codes).
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from libs.domain.throttling import Limit, Rate, limit
from services.household.domain.ids import AgentId, ChildId, FamilyId

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs: neither 0 nor 1, neither I nor O
_SIGNS = 12
_GROUP = 4
_ATTEMPTS = Rate(5, timedelta(minutes=20))


@dataclass(frozen=True)
class LinkCode:
    """As it rests; the code itself was shown once."""

    digest: bytes
    child_id: ChildId
    issued_by: AgentId
    expires_at: datetime


def new_link_code() -> str:
    """As it is shown: `XXXX-XXXX-XXXX`."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(_SIGNS))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _SIGNS, _GROUP))


def link_digest(typed: str) -> bytes:
    """What is stored of a code; case, spaces and hyphens make no difference."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return hashlib.sha256(b"kiosque link code\0" + signs.encode()).digest()


def link_attempts(family_id: FamilyId) -> Limit:
    """How often one family may try a code."""
    return limit(_ATTEMPTS, "link", str(family_id))
