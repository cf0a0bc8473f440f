"""An account: one login of one legal guardian, from the address of step 2 to the confirmed link."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from libs.domain.aggregate import Aggregate
from services.identity.domain.errors import (
    AlreadyActivated,
    AlreadyProven,
    AlreadyRegistered,
    AnotherFamily,
    NotActivated,
    NotAwaitingActivation,
    NothingToResume,
)
from services.identity.domain.events import (
    AccountActivated,
    AccountClosed,
    AccountEnded,
    AccountRegistered,
    ActivationRequested,
    EmailChanged,
    EmailChangeRequested,
    EmailCorrected,
    KnownAddressUsed,
    MailCodeRequested,
    PasswordChanged,
    PasswordResetRequested,
    ResumptionRequested,
)

AccountId = NewType("AccountId", UUID)


class Stage(StrEnum):
    """How far the account has come."""

    STARTED = "started"
    ACCOUNT = "account"
    AWAITING_ACTIVATION = "awaiting_activation"
    ACTIVATED = "activated"


@dataclass(frozen=True)
class Consent:
    """The general conditions that were accepted, and the declaration that the information is exact."""

    terms_version: str
    given_at: datetime


@dataclass(frozen=True)
class Holder:
    """Who the account belongs to, as step 3 asks."""

    civility: str
    last_name: str
    first_name: str


@dataclass(frozen=True)
class Family:
    """The family that the account opens."""

    id: UUID
    code: str


def personal_words(holder: Holder, email: str) -> tuple[str, ...]:
    """What everybody who knows the holder would try as a password."""
    return (holder.first_name, holder.last_name, email, email.partition("@")[0])


@dataclass
class Account(Aggregate):
    """Pending until household gives it a family, closed to sign-in until its address is confirmed.

    Attributes:
        id: the registration's id before, the account's after: the same.
        email: empty in a registration that a claim code opened, until its account is described.
        holder, consent, password_hash: all three or none; none when step 3 was never done.
        activation_asked_at: when somebody who holds the account last asked for its activation.
        reminded_at: when the holder was reminded of it, once.
        address_checked: whether the holder of this address was told, where it already opens an account.
        proven: whether somebody proved to be a person while describing it.
    """

    id: AccountId
    email: str
    holder: Holder | None = None
    consent: Consent | None = None
    password_hash: str | None = None
    family: Family | None = None
    activated_at: datetime | None = None
    activation_asked_at: datetime | None = None
    reminded_at: datetime | None = None
    address_checked: bool = False
    proven: bool = False

    @property
    def family_id(self) -> UUID | None:
        return self.family.id if self.family else None

    @property
    def stage(self) -> Stage:
        if self.activated_at:
            return Stage.ACTIVATED
        if self.family:
            return Stage.AWAITING_ACTIVATION
        return Stage.ACCOUNT if self.holder else Stage.STARTED

    def describe(self, holder: Holder, password_hash: str, email: str, consent: Consent) -> None:
        """Step 3, done as often as the person likes before *Terminer*; once after it, where it had been skipped.

        Raises:
            AlreadyRegistered: the account has its family and its holder.
        """
        self.describable()
        self.holder, self.password_hash, self.consent = holder, password_hash, consent
        if not self.family:
            self._write_to(email)

    def describable(self) -> None:
        """Raises AlreadyRegistered once the account has its family and its holder."""
        if self.family and self.holder:
            raise AlreadyRegistered

    def prove(self) -> None:
        """Somebody proved to be a person: once is enough."""
        self.proven = True

    def request_mail_code(self, email: str, code: str, expires_at: datetime) -> None:
        """Have a code mailed, to the address as typed now. Raises AlreadyProven."""
        if self.proven:
            raise AlreadyProven
        self.record(MailCodeRequested(self.id, email, code, expires_at=expires_at))

    def request_resumption(self, token: str, expires_at: datetime) -> None:
        """Have a link mailed that goes on with the registration. Raises NothingToResume."""
        self.resumable()
        self.record(ResumptionRequested(self.id, self.email, token, expires_at=expires_at))

    def resumable(self) -> None:
        """Raises NothingToResume unless the account is described and not handed in."""
        if self.stage is not Stage.ACCOUNT:
            raise NothingToResume

    def tell_if_known(self, *, known: bool) -> None:
        """The address was looked for among the active accounts; its owner gets a mail where it opens one."""
        self.address_checked = True
        if known:
            self.record(KnownAddressUsed(self.id, self.email))

    def join(self, family: Family) -> bool:
        """Take the family and the code that household gave; False when this was done before.

        Never refused for what the account holds: a code famille is unique, an address is not.

        Raises:
            AnotherFamily: the account has one already, and it is not this one.
        """
        if self.family == family:
            return False
        if self.family:
            raise AnotherFamily
        self.family = family
        self.record(
            AccountRegistered(
                self.id,
                family.id,
                family.code,
                self.email,
                first_name=self.holder.first_name if self.holder else "",
                last_name=self.holder.last_name if self.holder else "",
            )
        )
        return True

    def correct_email(self, email: str) -> None:
        """Replace a mistyped address.

        Raises:
            AlreadyActivated: the address was confirmed.
        """
        if self.activated_at:
            raise AlreadyActivated
        if self.family is None:
            self._write_to(email)
        elif email != self.email:
            self.email = email
            self.record(EmailCorrected(self.id, self.family.id, email))

    def request_activation(self, token: str, expires_at: datetime, closes_at: datetime | None = None) -> None:
        """Have a link mailed; with `closes_at`, as the reminder. Raises NotAwaitingActivation."""
        family = self.awaiting_family()
        first_name = self.holder.first_name if self.holder else ""
        self.record(
            ActivationRequested(
                self.id,
                family.id,
                family.code,
                self.email,
                first_name,
                token,
                expires_at=expires_at,
                closes_at=closes_at,
            )
        )

    def activate(self, at: datetime) -> Family:
        """The holder pressed the button of the mailed page. Raises NotAwaitingActivation."""
        family = self.awaiting_family()
        self.activated_at = at
        self.record(AccountActivated(self.id, family.id, self.email, activated_at=at))
        return family

    def remind(self, token: str, expires_at: datetime, closes_at: datetime | None, at: datetime) -> None:
        """Have a last link mailed before the account closes; None: nothing is said of that.

        Raises:
            NotAwaitingActivation.
        """
        self.request_activation(token, expires_at, closes_at)
        self.reminded_at = at

    def request_password_reset(self, token: str, expires_at: datetime) -> None:
        """Have a link mailed. Raises NotActivated."""
        family = self._active_family()
        self.record(PasswordResetRequested(self.id, family.id, self.email, token, expires_at=expires_at))

    def change_password(self, password_hash: str, at: datetime) -> None:
        """Replace the password. Raises NotActivated."""
        family = self._active_family()
        self.password_hash = password_hash
        self.record(PasswordChanged(self.id, family.id, self.email, changed_at=at))

    def request_email_change(self, email: str, token: str, expires_at: datetime) -> None:
        """Have a link mailed to the address that shall be the account's; nothing changes yet. Raises NotActivated."""
        family = self._active_family()
        self.record(EmailChangeRequested(self.id, family.id, email, token, expires_at=expires_at))

    def change_email(self, email: str) -> None:
        """The holder of the new address confirmed it. Raises NotActivated."""
        family = self._active_family()
        previous, self.email = self.email, email
        self.record(EmailChanged(self.id, family.id, email, previous_email=previous))

    def close(self, at: datetime, *, family_stays: bool) -> None:
        """Nobody confirmed the address in time. Raises NotAwaitingActivation."""
        family = self.awaiting_family()
        self.record(AccountClosed(self.id, family.id, closed_at=at, family_stays=family_stays))

    def leave(self, at: datetime, erases_at: datetime) -> Family:
        """The holder closes it; the town keeps the family until then. Raises NotActivated."""
        family = self._active_family()
        self.record(AccountEnded(self.id, family.id, "by_its_holder", at, erases_at))
        return family

    def give_way(self, family: Family, at: datetime) -> None:
        """Whoever stood at the counter opened another account of this family, which takes its place."""
        self.record(AccountEnded(self.id, family.id, "given_back", at))

    def awaiting_family(self) -> Family:
        """The family of an account that waits for its confirmation. Raises NotAwaitingActivation."""
        if self.family is None or self.activated_at:
            raise NotAwaitingActivation
        return self.family

    def _active_family(self) -> Family:
        if self.family is None or self.activated_at is None:
            raise NotActivated
        return self.family

    def _write_to(self, email: str) -> None:
        if email != self.email:
            self.email = email
            self.address_checked = False
