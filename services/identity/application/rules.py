"""Delays, rates and bounds that the town or the operator sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.identity.domain.password_policy import PasswordPolicy
from services.identity.domain.session import Lifetime, SessionKind
from services.identity.domain.throttling import Rate


@dataclass(frozen=True)
class SignInRates:
    """One bucket each, as `domain.throttling` explains."""

    pair: Rate
    identifier: Rate
    block: Rate


@dataclass(frozen=True)
class Rates:
    """How often things may be asked for.

    Attributes:
        registration: of new registrations from one address block.
        account_step: of step 3 in one registration; each costs a slow hash.
        activation_mail: of links for one account.
        known_address_mail: of mails that tell an address's owner that somebody began a registration with it.
        second_factor: of codes by one member of staff.
    """

    sign_in: SignInRates
    registration: Rate
    account_step: Rate
    activation_mail: Rate
    known_address_mail: Rate
    second_factor: Rate


@dataclass(frozen=True)
class Rules:
    """Everything that is set and not decided.

    Attributes:
        activation_link: how long a mailed link is good.
        registration_after_activation: how long the page that waited may still see that the account is active.
        terms: the versions of the general conditions that may be accepted; None accepts any name.
    """

    password: PasswordPolicy
    lifetimes: Mapping[SessionKind, Lifetime]
    rates: Rates
    activation_link: timedelta
    registration_after_activation: timedelta
    terms: frozenset[str] | None = None
