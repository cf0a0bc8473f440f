from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from libs.domain.errors import Throttled
from libs.domain.throttling import Rate
from services.identity.application.activate_account import activate_account
from services.identity.domain.account import AccountId
from services.identity.domain.errors import WrongCredentials
from services.identity.domain.session import digest
from tests.fakes.identity import rules

if TYPE_CHECKING:
    from tests.unit.identity.conftest import Identity

MINUTE = timedelta(minutes=1)


async def activated(identity: "Identity", email: str = "anne@example.org", code: str = "00042") -> AccountId:
    account_id = await identity.waits_for_activation(email, code)
    await activate_account(identity.mailed_tokens()[-1], identity.uow, identity.rules, identity.clock)
    return account_id


async def guesses(identity: "Identity", times: int, *, device: str | None = None) -> None:
    for number in range(times):
        with pytest.raises((WrongCredentials, Throttled)):
            await identity.signs_in_on(device, "00042", "wrong", f"198.51.{number}.1")


async def test_a_device_is_known_after_its_first_sign_in_and_only_its_hash_is_kept(identity: "Identity") -> None:
    account_id = await activated(identity)
    _session, device = await identity.signs_in_on(None, "00042")
    assert identity.uow.state.proofs.devices == {
        (digest(device), account_id): identity.clock.now() + timedelta(days=365)
    }


async def test_guessing_from_everywhere_keeps_no_owner_out(identity: "Identity") -> None:
    await activated(identity)
    _session, device = await identity.signs_in_on(None, "00042")
    identity.rules = rules(identifier=Rate(3, MINUTE))
    await guesses(identity, 20)
    with pytest.raises(Throttled):
        await identity.signs_in("00042")
    await identity.signs_in_on(device, "00042")


async def test_the_token_changes_at_each_sign_in(identity: "Identity") -> None:
    account_id = await activated(identity)
    _session, first = await identity.signs_in_on(None, "00042")
    _session, second = await identity.signs_in_on(first, "anne@example.org")
    assert list(identity.uow.state.proofs.devices) == [(digest(second), account_id)]
    identity.rules = rules(pair=Rate(0, MINUTE))
    with pytest.raises(Throttled):
        await identity.signs_in_on(first, "00042")


async def test_two_parents_share_a_computer(identity: "Identity") -> None:
    await activated(identity)
    await activated(identity, "bea@example.org", "00043")
    _session, device = await identity.signs_in_on(None, "00042")
    _session, device = await identity.signs_in_on(device, "00043")
    identity.rules = rules(pair=Rate(0, MINUTE))
    _session, device = await identity.signs_in_on(device, "00042")
    await identity.signs_in_on(device, "00043")


@pytest.mark.parametrize("identifier", ["00042", "99999", "anne@example.org"])
async def test_another_accounts_device_helps_nothing(identity: "Identity", identifier: str) -> None:
    await activated(identity)
    await activated(identity, "bea@example.org", "00043")
    _session, device = await identity.signs_in_on(None, "00043")
    identity.rules = rules(pair=Rate(0, MINUTE))
    with pytest.raises(Throttled):
        await identity.signs_in_on(device, identifier)


async def test_a_known_device_is_slowed_too_and_honest_use_of_it_costs_nothing(identity: "Identity") -> None:
    await activated(identity)
    _session, device = await identity.signs_in_on(None, "00042")
    identity.rules = rules(device=Rate(2, MINUTE))
    for _day in range(5):
        _session, device = await identity.signs_in_on(device, "00042")
    verified = identity.hasher.verified
    await guesses(identity, 5, device=device)
    assert identity.hasher.verified == verified + 2
    with pytest.raises(Throttled):
        await identity.signs_in_on(device, "00042")
    await identity.signs_in("00042")  # as anybody, without the token


async def test_an_account_knows_its_newest_devices(identity: "Identity") -> None:
    await activated(identity)
    devices = [(await identity.signs_in_on(None, "00042"))[1] for _device in range(21)]
    known = {token_hash for token_hash, _account in identity.uow.state.proofs.devices}
    assert known == {digest(device) for device in devices[1:]}
