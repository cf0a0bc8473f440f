"""A session: a proof, held by a browser, of how far somebody came; only its token's SHA-256 is kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

_TOKEN_BYTES = 32  # 256 bit


class SessionKind(StrEnum):
    REGISTRATION = "registration"
    FAMILY = "family"
    SECOND_FACTOR = "second_factor"
    STAFF = "staff"

    @property
    def of_staff(self) -> bool:
        return self in {SessionKind.SECOND_FACTOR, SessionKind.STAFF}


class Device(StrEnum):
    PHONE = "phone"
    TABLET = "tablet"
    COMPUTER = "computer"


class Browser(StrEnum):
    CHROME = "chrome"
    EDGE = "edge"
    FIREFOX = "firefox"
    OPERA = "opera"
    SAFARI = "safari"
    SAMSUNG = "samsung"
    OTHER = "other"


@dataclass(frozen=True)
class SeenAs:
    """What somebody knows a session of theirs by in a list: a kind of device and a family of browsers, no finer."""

    device: Device
    browser: Browser


@dataclass(frozen=True)
class Lifetime:
    """A session ends `idle` after it was last used, and `absolute` after it began, whatever happens."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True)
class Session:
    """A session to store: `subject_id` is an account's id, or a staff member's where the kind is of staff."""

    token_hash: bytes
    kind: SessionKind
    subject_id: UUID
    lifetime: Lifetime
    seen_as: SeenAs | None = None


@dataclass(frozen=True)
class OpenedSession:
    """What the browser gets, once: the token is stored nowhere."""

    token: str
    kind: SessionKind


def new_token() -> str:
    """A secret for a link or a cookie, safe in a URL."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def digest(token: str) -> bytes:
    """What is stored of a token. Its 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).digest()
