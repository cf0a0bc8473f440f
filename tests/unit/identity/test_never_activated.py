from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from services.identity.application.activate_account import activate_account
from services.identity.application.close_never_activated import close_never_activated
from services.identity.application.remind_of_activation import remind_of_activation
from services.identity.application.request_activation import resend_activation
from services.identity.domain.errors import UnknownLink
from services.identity.domain.events import AccountClosed, ActivationRequested
from tests.fakes.identity import NOON
from tests.unit.identity.test_claiming import gives_code, knows, opens

if TYPE_CHECKING:
    from tests.unit.identity.conftest import Identity


async def days_pass(identity: "Identity", days: float) -> tuple[int, int]:
    """How many were reminded, and how many closed, on that day."""
    identity.clock.instant += timedelta(days=days)
    reminded = await remind_of_activation(identity.uow, identity.rules, identity.clock)
    return reminded, await close_never_activated(identity.uow, identity.rules, identity.clock)


def closed(identity: "Identity") -> list[AccountClosed]:
    return [event for event in identity.uow.state.events if isinstance(event, AccountClosed)]


async def test_the_holder_is_reminded_once_and_the_account_then_closes(identity: "Identity") -> None:
    account_id = await identity.waits_for_activation()
    assert await days_pass(identity, 22) == (0, 0)
    assert await days_pass(identity, 1) == (1, 0)
    reminder = identity.uow.state.events[-1]
    assert isinstance(reminder, ActivationRequested)
    assert reminder.closes_at == NOON + timedelta(days=30)
    assert await days_pass(identity, 1) == (0, 0)
    assert await days_pass(identity, 6) == (0, 1)
    [event] = closed(identity)
    assert (event.account_id, event.family_stays) == (account_id, False)
    assert identity.uow.state.accounts == {}
    assert ("account.closed", "never-activated") in identity.audited()


async def test_a_closed_account_can_never_be_activated(identity: "Identity") -> None:
    await identity.waits_for_activation()
    await days_pass(identity, 23)
    token = identity.mailed_tokens()[-1]
    await days_pass(identity, 7)
    with pytest.raises(UnknownLink):
        await activate_account(token, identity.uow, identity.rules, identity.clock)


async def test_an_activated_account_stays(identity: "Identity") -> None:
    await identity.waits_for_activation()
    await days_pass(identity, 23)
    await activate_account(identity.mailed_tokens()[-1], identity.uow, identity.rules, identity.clock)
    assert await days_pass(identity, 100) == (0, 0)
    assert closed(identity) == []


async def test_the_delay_begins_anew_when_the_holder_asks_again(identity: "Identity") -> None:
    account_id = await identity.waits_for_activation()
    identity.clock.instant += timedelta(days=20)
    await resend_activation(account_id, identity.uow, identity.throttle, identity.rules)
    assert await days_pass(identity, 10) == (0, 0)
    assert await days_pass(identity, 13) == (1, 0)
    assert await days_pass(identity, 7) == (0, 1)


async def test_a_late_reminder_leaves_the_time_to_follow_it(identity: "Identity") -> None:
    await identity.waits_for_activation()
    assert await days_pass(identity, 45) == (1, 0)
    reminder = identity.uow.state.events[-1]
    assert isinstance(reminder, ActivationRequested)
    assert reminder.closes_at == reminder.expires_at
    assert await days_pass(identity, 1.9) == (0, 0)
    assert await days_pass(identity, 0.1) == (0, 1)


async def test_a_known_family_stays_and_claims_again(identity: "Identity") -> None:
    family_id = await knows(identity)
    account_id = await opens(identity, "00042", (await gives_code(identity, family_id)).claim_code)
    await identity.describes(account_id, email="mistyped@example.org")
    await days_pass(identity, 23)
    reminder = identity.uow.state.events[-1]
    assert isinstance(reminder, ActivationRequested)
    assert reminder.closes_at is None
    await days_pass(identity, 7)
    [event] = closed(identity)
    assert (event.family_id, event.family_stays) == (family_id, True)
    again = await opens(identity, "00042", (await gives_code(identity, family_id)).claim_code)
    await identity.describes(again, email="anne@example.org")
    assert identity.account(again).family is not None
