"""Facts inside identity."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from libs.domain.aggregate import DomainEvent


@dataclass(frozen=True)
class KnownAddressUsed(DomainEvent):
    """A registration began with an address that already opens an account."""

    registration_id: UUID
    email: str


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
    """A link is to be mailed. `token` is in clear here and sealed before it is stored or leaves."""

    account_id: UUID
    family_id: UUID
    family_code: str
    email: str
    first_name: str
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class EmailCorrected(DomainEvent):
    """The address of a registered account is another one from now on."""

    account_id: UUID
    family_id: UUID
    email: str


@dataclass(frozen=True)
class AccountActivated(DomainEvent):
    """The holder confirmed the address."""

    account_id: UUID
    family_id: UUID
    email: str
    activated_at: datetime
