from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from libs.domain.errors import Invalid, Throttled
from libs.domain.throttling import Rate
from services.identity.application.abandon_registration import abandon_registration
from services.identity.application.activate_account import activate_account
from services.identity.application.correct_email import correct_email
from services.identity.application.request_activation import resend_activation
from services.identity.application.tell_known_addresses import tell_known_addresses
from services.identity.domain.account import Consent, Stage
from services.identity.domain.errors import (
    AnotherFamily,
    NotAwaitingActivation,
    TooManyMails,
    UnknownLink,
    UnknownRegistration,
)
from services.identity.domain.events import AccountActivated, KnownAddressUsed
from services.identity.domain.session import SessionKind, digest
from tests.fakes.identity import NOON, rules

if TYPE_CHECKING:
    from tests.unit.identity.conftest import Identity


async def test_a_registration_starts_with_a_session_of_its_own(identity: "Identity") -> None:
    registration_id, session = await identity.starts()
    stored = identity.uow.state.sessions[digest(session.token)]
    assert (stored.kind, stored.subject_id) == (SessionKind.REGISTRATION, registration_id)


async def test_registrations_from_one_block_are_slowed(identity: "Identity") -> None:
    identity.rules = rules(registration=Rate(2, timedelta(seconds=3)))
    await identity.starts()
    await identity.starts()
    with pytest.raises(Throttled) as slowed:
        await identity.starts()
    assert slowed.value.retry_after == 3


async def test_nothing_tells_a_known_address_from_an_unknown_one(identity: "Identity") -> None:
    await activated(identity)
    before = len(identity.uow.state.events)
    await identity.starts("Anne@example.org")
    await identity.starts("nobody@example.org")
    assert len(identity.uow.state.events) == before


async def test_the_owner_of_a_known_address_is_told_afterwards_once_an_hour(identity: "Identity") -> None:
    identity.rules = rules(known_address_mail=Rate(1, timedelta(hours=1)))
    await activated(identity)
    known, _session = await identity.starts("Anne@example.org")
    await identity.starts("anne@example.org")
    await identity.starts("nobody@example.org")
    assert await tell_known_addresses(identity.uow, identity.throttle, identity.rules) == 3
    told = [event for event in identity.uow.state.events if isinstance(event, KnownAddressUsed)]
    assert told == [KnownAddressUsed(known, "Anne@example.org")]
    assert await tell_known_addresses(identity.uow, identity.throttle, identity.rules) == 0


async def test_step_3_is_stored_with_its_consent(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    await identity.describes(registration_id, email="anna@example.org")
    account = identity.account(registration_id)
    assert (account.stage, account.email) == (Stage.ACCOUNT, "anna@example.org")
    assert account.consent == Consent("2026-01", NOON)
    assert account.password_hash == "hash of Selves06500"


async def test_step_3_names_every_refused_field(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    with pytest.raises(Invalid) as refused:
        await identity.describes(
            registration_id, password="court", accepts_terms=False, declares_exact=False, terms_version="1999-01"
        )
    assert {(error.field, error.code) for error in refused.value.errors} == {
        ("password", "password-too-short"),
        ("password", "password-without-digit"),
        ("accepts_terms", "terms-not-accepted"),
        ("declares_exact", "not-declared-exact"),
        ("terms_version", "unknown-terms"),
    }


async def test_step_3_of_a_deleted_registration_is_refused(identity: "Identity") -> None:
    with pytest.raises(UnknownRegistration):
        await identity.describes(uuid4())


async def test_a_family_gives_the_code_and_a_link(identity: "Identity") -> None:
    account_id = await identity.waits_for_activation(code="00042")
    assert identity.account(account_id).stage is Stage.AWAITING_ACTIVATION
    [token] = identity.mailed_tokens()
    assert identity.uow.state.links == {digest(token): (account_id, NOON + timedelta(hours=48))}


async def test_the_same_news_twice_sends_one_link(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    family = await identity.joins(registration_id)
    await identity.joins(registration_id, family_id=family.id)
    assert len(identity.mailed_tokens()) == 1


async def test_news_that_identity_cannot_follow_fail(identity: "Identity") -> None:
    with pytest.raises(UnknownRegistration):
        await identity.joins(uuid4())
    account_id = await identity.waits_for_activation()
    with pytest.raises(AnotherFamily):
        await identity.joins(account_id, code="00043")


async def test_the_button_activates_once(identity: "Identity") -> None:
    account_id = await identity.waits_for_activation()
    [token] = identity.mailed_tokens()
    family = await activate_account(token, identity.uow, identity.rules, identity.clock)
    assert family.code == "00042"
    assert identity.account(account_id).activated_at == NOON
    assert isinstance(identity.uow.state.events[-1], AccountActivated)
    with pytest.raises(UnknownLink):
        await activate_account(token, identity.uow, identity.rules, identity.clock)


async def test_activation_signs_nobody_in_and_soon_ends_the_registration(identity: "Identity") -> None:
    account_id = await identity.waits_for_activation()
    await activate_account(identity.mailed_tokens()[0], identity.uow, identity.rules, identity.clock)
    [session] = identity.uow.state.sessions.values()
    assert (session.kind, session.subject_id) == (SessionKind.REGISTRATION, account_id)
    assert session.lifetime.absolute == timedelta(minutes=15)


async def test_unknown_and_expired_links_are_alike(identity: "Identity") -> None:
    await identity.waits_for_activation()
    identity.clock.instant += timedelta(hours=48)
    for token in (identity.mailed_tokens()[0], "unknown"):
        with pytest.raises(UnknownLink):
            await activate_account(token, identity.uow, identity.rules, identity.clock)


async def test_a_mail_asked_for_again_leaves_the_first_link_good(identity: "Identity") -> None:
    account_id = await identity.waits_for_activation()
    await resend_activation(account_id, identity.uow, identity.throttle, identity.rules)
    first, second = identity.mailed_tokens()
    await activate_account(first, identity.uow, identity.rules, identity.clock)
    with pytest.raises(UnknownLink):
        await activate_account(second, identity.uow, identity.rules, identity.clock)


async def test_mails_are_slowed(identity: "Identity") -> None:
    identity.rules = rules(activation_mail=Rate(1, timedelta(minutes=10)))
    account_id = await identity.waits_for_activation()
    await resend_activation(account_id, identity.uow, identity.throttle, identity.rules)
    with pytest.raises(TooManyMails) as slowed:
        await resend_activation(account_id, identity.uow, identity.throttle, identity.rules)
    assert (slowed.value.code, slowed.value.retry_after) == ("too-many-requests", 600)
    with pytest.raises(TooManyMails):
        await correct_email(account_id, "anna@example.org", identity.uow, identity.throttle, identity.rules)
    assert identity.account(account_id).email == "anne@example.org"


async def test_a_mail_is_only_sent_again_while_waiting(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    with pytest.raises(NotAwaitingActivation):
        await resend_activation(registration_id, identity.uow, identity.throttle, identity.rules)


async def test_a_corrected_address_kills_the_link_sent_to_the_wrong_one(identity: "Identity") -> None:
    account_id = await identity.waits_for_activation("ane@example.org")
    await correct_email(account_id, "anne@example.org", identity.uow, identity.throttle, identity.rules)
    wrong, right = identity.mailed_tokens()
    with pytest.raises(UnknownLink):
        await activate_account(wrong, identity.uow, identity.rules, identity.clock)
    await activate_account(right, identity.uow, identity.rules, identity.clock)
    assert identity.account(account_id).email == "anne@example.org"


async def test_an_address_corrected_before_terminer_sends_nothing(identity: "Identity") -> None:
    registration_id, _session = await identity.starts("ane@example.org")
    await correct_email(registration_id, "anne@example.org", identity.uow, identity.throttle, identity.rules)
    assert identity.account(registration_id).email == "anne@example.org"
    assert identity.uow.state.events == []


async def test_an_abandoned_registration_is_deleted_with_its_sessions(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    await abandon(identity, registration_id)
    assert not identity.uow.state.accounts
    assert not identity.uow.state.sessions
    await abandon(identity, registration_id)


async def test_an_account_with_its_family_is_not_abandoned(identity: "Identity") -> None:
    account_id = await identity.waits_for_activation()
    await abandon(identity, account_id)
    assert identity.account(account_id).family


async def abandon(identity: "Identity", registration_id: object) -> None:
    async with identity.uow:
        await abandon_registration(registration_id, identity.uow)  # type: ignore[arg-type] # an id
        await identity.uow.commit()


async def activated(identity: "Identity", email: str = "anne@example.org", code: str = "00042") -> None:
    await identity.waits_for_activation(email, code)
    await activate_account(identity.mailed_tokens()[-1], identity.uow, identity.rules, identity.clock)
