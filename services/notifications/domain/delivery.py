"""A delivery: one mail to one person, from the moment it is asked for until its fate is known."""

from dataclasses import dataclass
from enum import StrEnum

KEPT_DAYS = 30
"""Fates are kept that long, for "I never got the mail"; then the row goes, with its address."""


class Template(StrEnum):
    """Which mail; the commune has a subject, a text and an HTML page for each, under this name."""

    ACCOUNT_CLOSED = "account-closed"
    ACTIVATION = "activation"
    ACTIVATION_REMINDER = "activation-reminder"
    ADDRESS_KNOWN = "address-known"
    APPOINTMENT_BOOKED = "appointment-booked"
    APPOINTMENT_CANCELLED = "appointment-cancelled"
    APPOINTMENT_MOVED = "appointment-moved"
    APPOINTMENT_REMINDER = "appointment-reminder"
    CERTIFICATE = "certificate"
    CERTIFICATE_REVOKED = "certificate-revoked"
    CLAIM_OFFER = "claim-offer"
    DECISION = "decision"
    EMAIL_CHANGE = "email-change"
    EMAIL_CHANGED = "email-changed"
    FAMILY_CODES = "family-codes"
    MAIL_CODE = "mail-code"
    NEW_MESSAGE = "new-message"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - a name
    PASSWORD_RESET = "password-reset"  # noqa: S105 - a name
    PIECE_REMINDER = "piece-reminder"
    PROPOSAL_REMINDER = "proposal-reminder"
    RESUMPTION = "resumption"


ACTIVATIONS = (Template.ACTIVATION, Template.ACTIVATION_REMINDER)
"""The mails with a link that confirms an account's address."""


class State(StrEnum):
    """Where a delivery stands; all but the first are final."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Sent:
    """The mail server took responsibility for the mail."""


@dataclass(frozen=True)
class Refused:
    """It will never be taken. `reason` is a stage and a code (`recipient 550`), no address and no server's words."""

    reason: str


@dataclass(frozen=True)
class Deferred:
    """Not now. `longest_pause` (seconds) bounds the wait before the next attempt."""

    reason: str
    longest_pause: int


@dataclass(frozen=True)
class Expired:
    """Nobody needs this mail any more: its link is dead, or it is older than the news it carries."""


Fate = Sent | Refused | Deferred | Expired


def pause_before_next(attempts: int, longest_pause: int) -> int:
    """Seconds to wait after the given number of failed attempts: 1, 2, 4 ... up to `longest_pause`."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(1 << doublings, longest_pause)
