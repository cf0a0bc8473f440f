"""Which of identity's facts leave it, and as what."""

from functools import singledispatch

from libs.chassis.sealing import Sealer
from libs.chassis.unit_of_work import Translate
from libs.contracts.event import Event
from libs.contracts.identity import v1
from libs.domain.aggregate import DomainEvent
from services.identity.domain import events


def publisher(sealer: Sealer) -> Translate:
    """Translates a fact; a token or a code is sealed for notifications before it is stored anywhere."""
    return lambda fact: _published(fact, sealer)


@singledispatch
def _published(_fact: DomainEvent, _sealer: Sealer) -> Event | None:
    return None


@_published.register
def _(fact: events.KnownAddressUsed, _sealer: Sealer) -> Event:
    return v1.AddressKnown(registration_id=fact.registration_id, email=fact.email)


@_published.register
def _(fact: events.MailCodeRequested, sealer: Sealer) -> Event:
    return v1.MailCodeRequested(
        registration_id=fact.registration_id,
        email=fact.email,
        sealed_code=sealer.seal(fact.code),
        expires_at=fact.expires_at,
    )


@_published.register
def _(fact: events.ResumptionRequested, sealer: Sealer) -> Event:
    return v1.ResumptionRequested(
        registration_id=fact.registration_id,
        email=fact.email,
        sealed_token=sealer.seal(fact.token),
        expires_at=fact.expires_at,
    )


@_published.register
def _(fact: events.AccountRegistered, _sealer: Sealer) -> Event:
    return v1.AccountRegistered(
        account_id=fact.account_id,
        family_id=fact.family_id,
        family_code=fact.family_code,
        email=fact.email,
        first_name=fact.first_name,
        last_name=fact.last_name,
    )


@_published.register
def _(fact: events.ActivationRequested, sealer: Sealer) -> Event:
    return v1.ActivationRequested(
        account_id=fact.account_id,
        family_id=fact.family_id,
        family_code=fact.family_code,
        email=fact.email,
        first_name=fact.first_name,
        sealed_token=sealer.seal(fact.token),
        expires_at=fact.expires_at,
        closes_at=fact.closes_at,
    )


@_published.register
def _(fact: events.PasswordResetRequested, sealer: Sealer) -> Event:
    return v1.PasswordResetRequested(
        account_id=fact.account_id,
        family_id=fact.family_id,
        email=fact.email,
        sealed_token=sealer.seal(fact.token),
        expires_at=fact.expires_at,
    )


@_published.register
def _(fact: events.PasswordChanged, _sealer: Sealer) -> Event:
    return v1.PasswordChanged(
        account_id=fact.account_id, family_id=fact.family_id, email=fact.email, changed_at=fact.changed_at
    )


@_published.register
def _(fact: events.FamilyCodesFound, _sealer: Sealer) -> Event:
    return v1.FamilyCodesRequested(request_id=fact.recovery_id, email=fact.email, family_codes=list(fact.family_codes))


@_published.register
def _(fact: events.ClaimOffered, sealer: Sealer) -> Event:
    return v1.ClaimOffered(
        family_id=fact.family_id,
        family_code=fact.family_code,
        email=fact.email,
        sealed_code=sealer.seal(fact.claim_code),
        expires_at=fact.expires_at,
    )


@_published.register
def _(fact: events.AccountClosed, _sealer: Sealer) -> Event:
    return v1.AccountClosed(
        account_id=fact.account_id,
        family_id=fact.family_id,
        reason="never_activated",
        closed_at=fact.closed_at,
        family_stays=fact.family_stays,
    )


@_published.register
def _(fact: events.AccountEnded, _sealer: Sealer) -> Event:
    return v1.AccountEnded(
        account_id=fact.account_id,
        family_id=fact.family_id,
        reason=fact.reason,
        ended_at=fact.ended_at,
        erases_at=fact.erases_at,
    )


@_published.register
def _(fact: events.FamilyGivenUp, _sealer: Sealer) -> Event:
    return v1.FamilyGivenUp(family_id=fact.family_id, given_up_at=fact.given_up_at)


@_published.register
def _(fact: events.EmailCorrected, _sealer: Sealer) -> Event:
    return v1.EmailChanged(account_id=fact.account_id, family_id=fact.family_id, email=fact.email)


@_published.register
def _(fact: events.EmailChangeRequested, sealer: Sealer) -> Event:
    return v1.EmailChangeRequested(
        account_id=fact.account_id,
        family_id=fact.family_id,
        email=fact.email,
        sealed_token=sealer.seal(fact.token),
        expires_at=fact.expires_at,
    )


@_published.register
def _(fact: events.EmailChanged, _sealer: Sealer) -> Event:
    return v1.EmailChanged(
        account_id=fact.account_id, family_id=fact.family_id, email=fact.email, previous_email=fact.previous_email
    )


@_published.register
def _(fact: events.AccountActivated, _sealer: Sealer) -> Event:
    return v1.AccountActivated(
        account_id=fact.account_id,
        family_id=fact.family_id,
        email=fact.email,
        activated_at=fact.activated_at,
    )
