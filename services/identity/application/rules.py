"""Delays, rates and bounds that the town or the operator sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from libs.domain.throttling import Rate
from services.identity.domain.password_policy import PasswordPolicy
from services.identity.domain.session import Lifetime, SessionKind


@dataclass(frozen=True)
class SignInRates:
    """One bucket each, as `domain.throttling` explains."""

    pair: Rate
    identifier: Rate
    block: Rate
    device: Rate


@dataclass(frozen=True)
class Rates:
    """How often things may be asked for.

    Attributes:
        registration: of new registrations from one address block.
        account_step: of step 3 in one registration; each costs a slow hash.
        activation_mail: of links for one account.
        known_address_mail: of mails that tell an address's owner that somebody began a registration with it.
        second_factor: of codes by one member of staff.
        own_account: of the current password, typed by somebody signed in, for one account.
        data_export: of exports of everything, for one account.
        email_change_mail: of links to a new address, for one account, and to one address.
        recovery: of mails about a forgotten password or code famille, by identifier.
        recovery_block: of the same from one address block.
        mail_code: of codes for one registration, and for one address.
        mail_code_block: of codes asked for from one address block.
        resumption: of addresses to resume, typed from one address block.
        resumption_mail: of links that resume, to one address.
        registration_unlock: of passwords for one link that resumes, or for one registration that is locked.
    """

    sign_in: SignInRates
    registration: Rate
    account_step: Rate
    activation_mail: Rate
    known_address_mail: Rate
    second_factor: Rate
    mail_code: Rate
    mail_code_block: Rate
    resumption: Rate
    resumption_mail: Rate
    registration_unlock: Rate
    recovery: Rate
    recovery_block: Rate
    own_account: Rate
    data_export: Rate
    email_change_mail: Rate


@dataclass(frozen=True)
class Rules:
    """Everything that is set and not decided.

    Attributes:
        activation_link: how long a mailed link is good.
        password_reset: how long the link to a new password is good.
        email_change: how long the link to a new address is good.
        claim: how many days the code of a known family is good, the last one whole.
        never_activated: how long after its activation was asked for an account is closed that nobody activated.
        activation_reminder: how long before that its holder is reminded.
        registration_after_activation: how long the page that waited may still see that the account is active.
        registration_lock_idle: after which a described registration asks the password of step 3 again.
        mail_code: how long a mailed code is good.
        resumption_link: how long a link that resumes is good: as long as the draft.
        known_device: how long a device stays known after its last sign-in.
        known_devices: how many of them an account knows.
        terms: the versions of the general conditions that may be accepted; None accepts any name.
    """

    password: PasswordPolicy
    lifetimes: Mapping[SessionKind, Lifetime]
    rates: Rates
    activation_link: timedelta
    registration_after_activation: timedelta
    password_reset: timedelta
    email_change: timedelta
    closed_account: timedelta
    claim: timedelta
    never_activated: timedelta
    activation_reminder: timedelta
    registration_lock_idle: timedelta
    mail_code: timedelta
    resumption_link: timedelta
    known_device: timedelta
    known_devices: int
    terms: frozenset[str] | None = None
