"""Events of identity, version 1."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from libs.contracts.event import Event


class AddressKnown(Event):
    """Somebody began a family account with an address that already opens one; its owner is told by mail."""

    type: ClassVar[str] = "identity.registration.address_known.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "registration_id"

    registration_id: UUID
    email: str


class AccountRegistered(Event):
    """A pending account received its family and its code famille. Whole state of what others may know of an account."""

    type: ClassVar[str] = "identity.account.registered.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "account_id"

    account_id: UUID
    family_id: UUID
    family_code: str
    email: str
    first_name: str
    last_name: str


class AccountActivated(Event):
    """The holder confirmed the address: the account can sign in."""

    type: ClassVar[str] = "identity.account.activated.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications", "household"})
    subject_field: ClassVar[str] = "account_id"

    account_id: UUID
    family_id: UUID
    email: str
    activated_at: datetime


class EmailChanged(Event):
    """The account's address is another one from now on."""

    type: ClassVar[str] = "identity.account.email_changed.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "account_id"

    account_id: UUID
    family_id: UUID
    email: str


class ActivationRequested(Event):
    """An activation link is to be sent. The token is sealed (JWE) for notifications alone."""

    type: ClassVar[str] = "identity.activation.requested.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "account_id"

    account_id: UUID
    family_id: UUID
    family_code: str
    email: str
    first_name: str
    sealed_token: str
    expires_at: datetime
