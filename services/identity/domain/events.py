"""Facts inside identity."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from libs.domain.aggregate import DomainEvent


@dataclass(frozen=True)
class KnownAddressUsed(DomainEvent):
    """A registration began with an address that already opens an account."""

    registration_id: UUID
    email: str


@dataclass(frozen=True)
class MailCodeRequested(DomainEvent):
    """A code is to be mailed. `code` is in clear here and sealed before it is stored or leaves."""

    registration_id: UUID
    email: str
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class ResumptionRequested(DomainEvent):
    """A link that goes on with the registration is to be mailed. `token` is in clear here, as above."""

    registration_id: UUID
    email: str
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class AccountRegistered(DomainEvent):
    """The pending account received its family. Names are empty when step 3 was never done."""

    account_id: UUID
    family_id: UUID
    family_code: str
    email: str
    first_name: str
    last_name: str


@dataclass(frozen=True)
class ActivationRequested(DomainEvent):
    """A link is to be mailed. `token` is in clear here and sealed before it is stored or leaves.

    `closes_at`: with a reminder, when the account will be closed.
    """

    account_id: UUID
    family_id: UUID
    family_code: str
    email: str
    first_name: str
    token: str
    expires_at: datetime
    closes_at: datetime | None = None


@dataclass(frozen=True)
class EmailCorrected(DomainEvent):
    """The address of a registered account is another one from now on."""

    account_id: UUID
    family_id: UUID
    email: str


@dataclass(frozen=True)
class EmailChangeRequested(DomainEvent):
    """A link is to be mailed to the address that the account shall have. `token` is sealed before it is stored."""

    account_id: UUID
    family_id: UUID
    email: str
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class EmailChanged(DomainEvent):
    """The holder of a new address confirmed it; the account leaves the previous one, which was confirmed once too."""

    account_id: UUID
    family_id: UUID
    email: str
    previous_email: str


@dataclass(frozen=True)
class AccountActivated(DomainEvent):
    """The holder confirmed the address."""

    account_id: UUID
    family_id: UUID
    email: str
    activated_at: datetime


@dataclass(frozen=True)
class PasswordResetRequested(DomainEvent):
    """A link to a new password is to be mailed. `token` is sealed before it is stored or leaves."""

    account_id: UUID
    family_id: UUID
    email: str
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class PasswordChanged(DomainEvent):
    """The account has another password."""

    account_id: UUID
    family_id: UUID
    email: str
    changed_at: datetime


@dataclass(frozen=True)
class FamilyCodesFound(DomainEvent):
    """The codes that open something for an address are to be mailed to it."""

    recovery_id: UUID
    email: str
    family_codes: tuple[str, ...]


@dataclass(frozen=True)
class ClaimOffered(DomainEvent):
    """A claim code is to be mailed. `claim_code` is sealed before it is stored or leaves."""

    family_id: UUID
    family_code: str
    email: str
    claim_code: str
    expires_at: datetime


@dataclass(frozen=True)
class AccountClosed(DomainEvent):
    """Nobody confirmed the address in time. `family_stays`: the town knew the family before its account."""

    account_id: UUID
    family_id: UUID
    closed_at: datetime
    family_stays: bool


@dataclass(frozen=True)
class AccountEnded(DomainEvent):
    """An account that was in use is no more: its holder closed it, or another took its place.

    `erases_at`: until when the family is kept at least; None: it does not go.
    """

    account_id: UUID
    family_id: UUID
    reason: Literal["by_its_holder", "given_back"]
    ended_at: datetime
    erases_at: datetime | None = None


@dataclass(frozen=True)
class FamilyGivenUp(DomainEvent):
    """Its account was closed by its holder, and none was opened in time: no code opens one any more."""

    family_id: UUID
    given_up_at: datetime
