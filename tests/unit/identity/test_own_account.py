from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from libs.domain.errors import Invalid, Throttled
from libs.domain.throttling import Rate
from services.identity.application.change_password import ChangePassword, change_password
from services.identity.application.confirm_email_change import confirm_email_change
from services.identity.application.request_email_change import (
    RequestEmailChange,
    cancel_email_change,
    request_email_change,
    resend_email_change,
)
from services.identity.domain.account import AccountId
from services.identity.domain.errors import NoEmailChange, TooManyMails, UnknownLink, WrongCredentials
from services.identity.domain.events import EmailChanged, EmailChangeRequested, PasswordChanged
from services.identity.domain.session import Browser, Device, OpenedSession, SeenAs, digest
from tests.fakes.identity import rules
from tests.unit.identity.conftest import PASSWORD
from tests.unit.identity.test_recovering import NEW, active, link, resets

if TYPE_CHECKING:
    from tests.unit.identity.conftest import Identity

PHONE = SeenAs(Device.PHONE, Browser.FIREFOX)
ADDRESS = "anne.durand@example.net"


async def changes(
    identity: "Identity", account_id: AccountId, current: str = PASSWORD, password: str = NEW
) -> OpenedSession:
    return await change_password(
        ChangePassword(account_id, current, password, PHONE),
        identity.uow,
        directory=identity.directory,
        throttle=identity.throttle,
        hasher=identity.hasher,
        estimator=identity.estimator,
        rules=identity.rules,
        clock=identity.clock,
    )


async def asks(identity: "Identity", account_id: AccountId, email: str = ADDRESS, current: str = PASSWORD) -> str:
    """The token that is mailed."""
    await request_email_change(
        RequestEmailChange(account_id, current, email),
        identity.uow,
        directory=identity.directory,
        throttle=identity.throttle,
        hasher=identity.hasher,
        rules=identity.rules,
    )
    return mailed(identity)[-1].token


def mailed(identity: "Identity") -> list[EmailChangeRequested]:
    return [event for event in identity.uow.state.events if isinstance(event, EmailChangeRequested)]


def codes(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in refused.value.errors]


async def test_another_password_leaves_one_session_and_no_device(identity: "Identity") -> None:
    account_id = await active(identity)
    await identity.signs_in_on(None, "00042")
    await identity.signs_in_on(None, "00042")
    session = await changes(identity, account_id)
    state = identity.uow.state
    assert list(state.sessions) == [digest(session.token)]
    assert state.sessions[digest(session.token)].seen_as == PHONE
    assert not state.proofs.devices
    with pytest.raises(WrongCredentials):
        await identity.signs_in("00042", PASSWORD)
    await identity.signs_in("00042", NEW)
    [changed] = [event for event in state.events if isinstance(event, PasswordChanged)]
    assert changed.account_id == account_id
    assert ("password.changed", "chosen") in identity.audited()


async def test_what_is_wrong_is_told_at_once_and_changes_nothing(identity: "Identity") -> None:
    account_id = await active(identity)
    before = identity.account(account_id)
    with pytest.raises(Invalid) as refused:
        await changes(identity, account_id, "not it 1", "motdepasse1")
    assert codes(refused) == [
        ("current_password", "current-password-wrong"),
        ("password", "password-too-common"),
    ]
    assert identity.account(account_id) == before
    assert identity.audited().count(("password.refused", "wrong-credentials")) == 1


async def test_guesses_are_counted_apart_from_sign_in_and_a_right_one_forgives(identity: "Identity") -> None:
    identity.rules = rules(own_account=Rate(2, timedelta(seconds=60)))
    account_id = await active(identity)
    with pytest.raises(Invalid):
        await changes(identity, account_id, "not it 1")
    await asks(identity, account_id)
    for _ in range(2):
        with pytest.raises(Invalid):
            await asks(identity, account_id, current="not it 1")
    hashed = identity.hasher.verified
    with pytest.raises(Throttled) as slowed:
        await changes(identity, account_id)
    assert (slowed.value.retry_after, identity.hasher.verified) == (60, hashed)
    await identity.signs_in("00042")


async def test_a_new_address_counts_once_it_is_confirmed(identity: "Identity") -> None:
    account_id = await active(identity)
    token = await asks(identity, account_id)
    assert mailed(identity)[-1].email == ADDRESS
    assert mailed(identity)[-1].expires_at == identity.clock.now() + timedelta(hours=48)
    assert identity.account(account_id).email == "anne@example.org"
    await identity.signs_in("anne@example.org")

    await confirm_email_change(token, identity.uow)
    [changed] = [event for event in identity.uow.state.events if isinstance(event, EmailChanged)]
    assert (changed.email, changed.previous_email) == (ADDRESS, "anne@example.org")
    await identity.signs_in(ADDRESS)
    with pytest.raises(WrongCredentials):
        await identity.signs_in("anne@example.org")
    with pytest.raises(UnknownLink):
        await confirm_email_change(token, identity.uow)


async def test_an_address_that_opens_another_account_is_answered_alike(identity: "Identity") -> None:
    account_id = await active(identity)
    await active(identity, "bea@example.org", "00043")
    for address in ("bea@example.org", "nobody@example.org"):
        token = await asks(identity, account_id, address)
    assert [event.email for event in mailed(identity)] == ["bea@example.org", "nobody@example.org"]
    await confirm_email_change(token, identity.uow)


async def test_the_newest_link_alone_is_good(identity: "Identity") -> None:
    account_id = await active(identity)
    first = await asks(identity, account_id)
    second = await asks(identity, account_id, "other@example.net")
    await resend_email_change(account_id, identity.uow, identity.throttle, identity.rules)
    third = mailed(identity)[-1].token
    for void in (first, second):
        with pytest.raises(UnknownLink):
            await confirm_email_change(void, identity.uow)
    await confirm_email_change(third, identity.uow)
    assert identity.account(account_id).email == "other@example.net"


async def test_a_cancelled_or_old_link_confirms_nothing(identity: "Identity") -> None:
    account_id = await active(identity)
    token = await asks(identity, account_id)
    await cancel_email_change(account_id, identity.uow)
    with pytest.raises(UnknownLink):
        await confirm_email_change(token, identity.uow)
    token = await asks(identity, account_id)
    identity.clock.instant += timedelta(hours=48)
    with pytest.raises(UnknownLink):
        await confirm_email_change(token, identity.uow)
    for attempt in (
        cancel_email_change(account_id, identity.uow),
        resend_email_change(account_id, identity.uow, identity.throttle, identity.rules),
    ):
        with pytest.raises(NoEmailChange):
            await attempt


@pytest.mark.parametrize("email", ["anne@example.org", "Anne@Example.org"])
async def test_the_present_address_is_no_new_one(identity: "Identity", email: str) -> None:
    account_id = await active(identity)
    with pytest.raises(Invalid) as refused:
        await asks(identity, account_id, email, "not it 1")
    assert codes(refused) == [("current_password", "current-password-wrong"), ("email", "email-unchanged")]
    assert not identity.uow.state.email_changes


async def test_mails_are_slowed_by_account_and_by_address(identity: "Identity") -> None:
    identity.rules = rules(email_change_mail=Rate(2, timedelta(minutes=15)))
    anne = await active(identity)
    bea = await active(identity, "bea@example.org", "00043")
    await asks(identity, anne)
    await resend_email_change(anne, identity.uow, identity.throttle, identity.rules)
    for slowed in (anne, bea):
        with pytest.raises(TooManyMails) as refused:
            await asks(identity, slowed)
        assert refused.value.retry_after == 900
    await asks(identity, bea, "bea@example.net")


@pytest.mark.parametrize("forgotten", [False, True])
async def test_another_password_voids_a_change_of_address_that_waits(identity: "Identity", forgotten: bool) -> None:
    account_id = await active(identity)
    token = await asks(identity, account_id)
    if forgotten:
        await resets(identity, await link(identity))
    else:
        await changes(identity, account_id)
    with pytest.raises(UnknownLink):
        await confirm_email_change(token, identity.uow)


async def test_another_address_voids_links_to_a_new_password(identity: "Identity") -> None:
    account_id = await active(identity)
    reset = await link(identity)
    await confirm_email_change(await asks(identity, account_id), identity.uow)
    with pytest.raises(UnknownLink):
        await resets(identity, reset)
