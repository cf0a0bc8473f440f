"""Which of identity's facts leave it, and as what."""

from functools import singledispatch

from libs.chassis.sealing import Sealer
from libs.chassis.unit_of_work import Translate
from libs.contracts.event import Event
from libs.contracts.identity import v1
from libs.domain.aggregate import DomainEvent
from services.identity.domain import events


def publisher(sealer: Sealer) -> Translate:
    """Translates a fact; an activation's token is sealed for notifications before it is stored anywhere."""

    @singledispatch
    def published(_fact: DomainEvent) -> Event | None:
        return None

    @published.register
    def _(fact: events.KnownAddressUsed) -> Event:
        return v1.AddressKnown(registration_id=fact.registration_id, email=fact.email)

    @published.register
    def _(fact: events.AccountRegistered) -> Event:
        return v1.AccountRegistered(
            account_id=fact.account_id,
            family_id=fact.family_id,
            family_code=fact.family_code,
            email=fact.email,
            first_name=fact.first_name,
            last_name=fact.last_name,
        )

    @published.register
    def _(fact: events.ActivationRequested) -> Event:
        return v1.ActivationRequested(
            account_id=fact.account_id,
            family_id=fact.family_id,
            family_code=fact.family_code,
            email=fact.email,
            first_name=fact.first_name,
            sealed_token=sealer.seal(fact.token),
            expires_at=fact.expires_at,
        )

    @published.register
    def _(fact: events.EmailCorrected) -> Event:
        return v1.EmailChanged(account_id=fact.account_id, family_id=fact.family_id, email=fact.email)

    @published.register
    def _(fact: events.AccountActivated) -> Event:
        return v1.AccountActivated(
            account_id=fact.account_id,
            family_id=fact.family_id,
            email=fact.email,
            activated_at=fact.activated_at,
        )

    return published
