from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from libs.domain.aggregate import DomainEvent
from libs.domain.errors import Invalid
from libs.domain.throttling import Rate
from services.identity.application.activate_account import activate_account
from services.identity.application.answer_recoveries import answer_recoveries
from services.identity.application.ask_recovery import AskRecovery, ask_recovery
from services.identity.application.reset_password import ResetPassword, reset_password
from services.identity.domain.account import AccountId
from services.identity.domain.errors import TooManyMails, UnknownLink, WrongCredentials
from services.identity.domain.events import FamilyCodesFound, PasswordChanged, PasswordResetRequested
from services.identity.domain.recovery import Forgotten
from tests.fakes.identity import rules
from tests.unit.identity.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.unit.identity.conftest import Identity

NEW = "Verdon06510"


async def active(identity: "Identity", email: str = "anne@example.org", code: str = "00042") -> AccountId:
    account_id = await identity.waits_for_activation(email, code)
    await activate_account(identity.mailed_tokens()[-1], identity.uow, identity.rules, identity.clock)
    return account_id


async def forgets(identity: "Identity", forgotten: Forgotten, identifier: str, address: str = "192.0.2.1") -> None:
    await ask_recovery(AskRecovery(forgotten, identifier, address), identity.uow, identity.throttle, identity.rules)


async def answers(identity: "Identity") -> list[DomainEvent]:
    """What the job records."""
    before = len(identity.uow.state.events)
    await answer_recoveries(identity.uow, identity.throttle, identity.rules)
    return identity.uow.state.events[before:]


async def link(identity: "Identity", identifier: str = "00042") -> str:
    await forgets(identity, Forgotten.PASSWORD, identifier)
    [event] = await answers(identity)
    assert isinstance(event, PasswordResetRequested)
    return event.token


async def resets(identity: "Identity", token: str, password: str = NEW) -> None:
    await reset_password(
        ResetPassword(token, password),
        identity.uow,
        hasher=identity.hasher,
        estimator=identity.estimator,
        rules=identity.rules,
        clock=identity.clock,
    )


async def test_asking_looks_nobody_up(identity: "Identity") -> None:
    await active(identity)
    before = len(identity.uow.state.events)
    await forgets(identity, Forgotten.PASSWORD, "00042")
    await forgets(identity, Forgotten.PASSWORD, "99999")
    await forgets(identity, Forgotten.FAMILY_CODE, "nobody@example.org")
    assert len(identity.uow.state.events) == before
    assert [one.identifier for one in identity.uow.state.claims.recoveries] == ["00042", "99999", "nobody@example.org"]


@pytest.mark.parametrize("identifier", ["00042", " 000 42 ", "ANNE@example.org"])
async def test_an_active_account_gets_one_link(identity: "Identity", identifier: str) -> None:
    account_id = await active(identity)
    await forgets(identity, Forgotten.PASSWORD, identifier)
    [event] = await answers(identity)
    assert isinstance(event, PasswordResetRequested)
    assert (event.account_id, event.email) == (account_id, "anne@example.org")
    assert event.expires_at == identity.clock.now() + timedelta(minutes=60)
    assert await answers(identity) == []


@pytest.mark.parametrize("identifier", ["99999", "nobody@example.org"])
async def test_nobody_gets_nothing(identity: "Identity", identifier: str) -> None:
    await active(identity)
    await forgets(identity, Forgotten.PASSWORD, identifier)
    await forgets(identity, Forgotten.FAMILY_CODE, identifier)
    assert await answers(identity) == []


async def test_an_account_that_waits_gets_its_activation_again_and_its_delay_stays(identity: "Identity") -> None:
    account_id = await identity.waits_for_activation()
    asked_at = identity.account(account_id).activation_asked_at
    identity.clock.instant += timedelta(days=3)
    await forgets(identity, Forgotten.PASSWORD, "anne@example.org")
    await answers(identity)
    assert len(identity.mailed_tokens()) == 2
    assert identity.account(account_id).activation_asked_at == asked_at


async def test_an_address_of_two_accounts_gets_their_codes(identity: "Identity") -> None:
    await active(identity, code="00042")
    await active(identity, code="00043")
    await identity.waits_for_activation(code="00044")
    await forgets(identity, Forgotten.PASSWORD, "anne@example.org")
    [event] = await answers(identity)
    assert isinstance(event, FamilyCodesFound)
    assert (event.email, event.family_codes) == ("anne@example.org", ("00042", "00043"))


async def test_a_forgotten_code_is_told_with_every_other_of_the_address(identity: "Identity") -> None:
    await active(identity, code="00042")
    await identity.waits_for_activation(code="00043")
    await active(identity, "other@example.org", "00044")
    await forgets(identity, Forgotten.FAMILY_CODE, "Anne@Example.org")
    [event] = await answers(identity)
    assert isinstance(event, FamilyCodesFound)
    assert event.family_codes == ("00042", "00043")


async def test_mails_are_slowed_by_identifier_known_or_not_and_by_block(identity: "Identity") -> None:
    identity.rules = rules(recovery=Rate(1, timedelta(minutes=15)), recovery_block=Rate(3, timedelta(seconds=30)))
    await active(identity)
    for identifier in ("00042", "99999"):
        await forgets(identity, Forgotten.PASSWORD, identifier)
        with pytest.raises(TooManyMails) as slowed:
            await forgets(identity, Forgotten.PASSWORD, identifier, "198.51.100.7")
        assert slowed.value.retry_after == 900
    await forgets(identity, Forgotten.FAMILY_CODE, "00042@example.org")
    with pytest.raises(TooManyMails) as slowed:
        await forgets(identity, Forgotten.FAMILY_CODE, "other@example.org")
    assert slowed.value.retry_after == 30


async def test_the_new_password_opens_and_the_old_one_no_more(identity: "Identity") -> None:
    account_id = await active(identity)
    await resets(identity, await link(identity))
    with pytest.raises(WrongCredentials):
        await identity.signs_in("00042", PASSWORD)
    await identity.signs_in("00042", NEW)
    [changed] = [event for event in identity.uow.state.events if isinstance(event, PasswordChanged)]
    assert (changed.account_id, changed.changed_at) == (account_id, identity.clock.now())
    assert ("password.changed", "forgotten") in identity.audited()


async def test_whatever_the_old_password_opened_ends(identity: "Identity") -> None:
    await active(identity)
    await identity.signs_in_on(None, "00042")
    assert identity.uow.state.proofs.devices
    first, second = await link(identity), await link(identity)
    await resets(identity, first)
    state = identity.uow.state
    assert (state.sessions, state.password_resets, state.links, state.resumption_links) == ({}, {}, {}, {})
    assert not state.proofs.devices
    for token in (first, second):
        with pytest.raises(UnknownLink):
            await resets(identity, token)


@pytest.mark.parametrize(
    ("password", "code"), [("court1", "password-too-short"), ("motdepasse1", "password-too-common")]
)
async def test_a_refused_password_leaves_the_link_good(identity: "Identity", password: str, code: str) -> None:
    await active(identity)
    token = await link(identity)
    with pytest.raises(Invalid) as refused:
        await resets(identity, token, password)
    assert [(error.field, error.code) for error in refused.value.errors] == [("password", code)]
    await resets(identity, token)


async def test_an_old_or_invented_link_opens_nothing_and_costs_no_hash(identity: "Identity") -> None:
    await active(identity)
    token = await link(identity)
    identity.clock.instant += timedelta(minutes=60)
    for dead in (token, "invented"):
        with pytest.raises(UnknownLink):
            await resets(identity, dead)
