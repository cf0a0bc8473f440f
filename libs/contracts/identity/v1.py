"""Events of identity, version 1."""

from datetime import datetime
from typing import ClassVar, Literal
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
    """The account's address is another one from now on.

    `previous_email`: a confirmed address that is no longer the account's: it is warned. None where a mistyped address
    was corrected before anybody confirmed it.
    """

    type: ClassVar[str] = "identity.account.email_changed.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "account_id"

    account_id: UUID
    family_id: UUID
    email: str
    previous_email: str | None = None


class EmailChangeRequested(Event):
    """The holder wants another address: a sealed link goes to `email`, the new one, and confirms it.

    Until then the account keeps its address. A newer request voids the links of the former ones.
    """

    type: ClassVar[str] = "identity.email_change.requested.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "account_id"

    account_id: UUID
    family_id: UUID
    email: str
    sealed_token: str
    expires_at: datetime


class ActivationRequested(Event):
    """An activation link is to be sent. The token is sealed (JWE) for notifications alone.

    `closes_at`: this is the reminder before an account that was never activated is closed; None for any other mail.
    """

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
    closes_at: datetime | None = None


class MailCodeRequested(Event):
    """A visitor without JavaScript proves to be a person with a code mailed to the address. The code is sealed."""

    type: ClassVar[str] = "identity.mail_code.requested.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "registration_id"

    registration_id: UUID
    email: str
    sealed_code: str
    expires_at: datetime


class ResumptionRequested(Event):
    """Somebody wants to go on with a registration another day, or elsewhere: a sealed link goes to its address."""

    type: ClassVar[str] = "identity.resumption.requested.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "registration_id"

    registration_id: UUID
    email: str
    sealed_token: str
    expires_at: datetime


class PasswordResetRequested(Event):
    """The holder forgot the password: a sealed link goes to the account's address."""

    type: ClassVar[str] = "identity.password_reset.requested.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "account_id"

    account_id: UUID
    family_id: UUID
    email: str
    sealed_token: str
    expires_at: datetime


class PasswordChanged(Event):
    """The account has another password: its holder is told, in case it was somebody else."""

    type: ClassVar[str] = "identity.password.changed.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "account_id"

    account_id: UUID
    family_id: UUID
    email: str
    changed_at: datetime


class FamilyCodesRequested(Event):
    """The holder of an address forgot the code famille: every code that this address opens goes to it."""

    type: ClassVar[str] = "identity.family_codes.requested.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "request_id"

    request_id: UUID
    email: str
    family_codes: list[str]


class ClaimOffered(Event):
    """A family that the town knows may open its account: its one-time claim code is mailed, sealed."""

    type: ClassVar[str] = "identity.claim.offered.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "family_id"

    family_id: UUID
    family_code: str
    email: str
    sealed_code: str
    expires_at: datetime


class AccountClosed(Event):
    """The account is no more. `never_activated`: nobody confirmed its address in time; it can never be activated.

    `family_stays`: the town knew the family before its account (imported, or written at the counter): nothing of the
    family is erased, and a new claim code opens another account.
    """

    type: ClassVar[str] = "identity.account.closed.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"household", "notifications"})
    subject_field: ClassVar[str] = "account_id"

    account_id: UUID
    family_id: UUID
    reason: Literal["never_activated"]
    closed_at: datetime
    family_stays: bool = False


class AccountEnded(Event):
    """An account that was in use is no more; its family stays.

    `reason`: `by_its_holder`, who is done with it: the family is kept until `erases_at` at least, and a new claim code
    opens another account until `FamilyGivenUp`. `given_back`: whoever came to the counter opened another one in its
    place.
    """

    type: ClassVar[str] = "identity.account.ended.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"notifications"})
    subject_field: ClassVar[str] = "account_id"

    account_id: UUID
    family_id: UUID
    reason: Literal["by_its_holder", "given_back"]
    ended_at: datetime
    erases_at: datetime | None = None


class FamilyGivenUp(Event):
    """The holder closed the family's account long ago, and nobody opened another one in time: nobody can any more."""

    type: ClassVar[str] = "identity.family.given_up.v1"
    readers: ClassVar[frozenset[str]] = frozenset({"household"})
    subject_field: ClassVar[str] = "family_id"

    family_id: UUID
    given_up_at: datetime
