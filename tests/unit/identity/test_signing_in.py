from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from libs.domain.errors import Invalid, Throttled
from libs.domain.throttling import Rate
from services.identity.application.activate_account import activate_account
from services.identity.application.confirm_second_factor import confirm_second_factor
from services.identity.application.create_staff_member import CreateStaffMember, create_staff_member
from services.identity.application.revoke_session import revoke_session
from services.identity.application.sign_in_staff import SignInStaff, sign_in_staff
from services.identity.domain.errors import NotActivated, WrongCode, WrongCredentials
from services.identity.domain.session import OpenedSession, SessionKind, digest
from tests.fakes.identity import NOON, rules

if TYPE_CHECKING:
    from tests.unit.identity.conftest import Identity

STAFF_PASSWORD = "Agents du matin 2026"


async def activated(identity: "Identity", email: str = "anne@example.org", code: str = "00042") -> None:
    await identity.waits_for_activation(email, code)
    await activate_account(identity.mailed_tokens()[-1], identity.uow, identity.rules, identity.clock)


@pytest.mark.parametrize("identifier", ["00042", " 000 42 ", "anne@example.org", "ANNE@Example.org"])
async def test_a_family_signs_in_with_its_code_or_its_address(identity: "Identity", identifier: str) -> None:
    await activated(identity)
    session = await identity.signs_in(identifier)
    assert identity.uow.state.sessions[digest(session.token)].kind is SessionKind.FAMILY
    assert identity.audited()[-1] == ("sign_in.succeeded", None)


async def test_an_address_of_two_active_accounts_opens_none(identity: "Identity") -> None:
    await activated(identity, code="00042")
    await activated(identity, code="00043")
    with pytest.raises(WrongCredentials):
        await identity.signs_in("anne@example.org")
    assert (await identity.signs_in("00043")).kind is SessionKind.FAMILY


async def test_an_address_opens_the_active_account_whatever_else_waits_with_it(identity: "Identity") -> None:
    await activated(identity, code="00042")
    await identity.waits_for_activation(code="00043")
    await identity.signs_in("anne@example.org")


@pytest.mark.parametrize(("identifier", "password"), [("00042", "Selves06501"), ("99999", "Selves06500")])
async def test_a_wrong_code_and_a_wrong_password_are_alike(
    identity: "Identity", identifier: str, password: str
) -> None:
    await activated(identity)
    with pytest.raises(WrongCredentials):
        await identity.signs_in(identifier, password)
    assert identity.hasher.verified == 1
    assert identity.audited()[-1] == ("sign_in.failed", "wrong-credentials")


async def test_a_waiting_account_says_so_after_the_right_password_only(identity: "Identity") -> None:
    await identity.waits_for_activation()
    with pytest.raises(WrongCredentials):
        await identity.signs_in("00042", "Selves06501")
    with pytest.raises(NotActivated):
        await identity.signs_in("00042")
    assert len(identity.mailed_tokens()) == 1


async def test_whoever_knows_the_password_gets_another_link_for_an_expired_one(identity: "Identity") -> None:
    identity.rules = rules(activation_mail=Rate(1, timedelta(minutes=10)))
    await identity.waits_for_activation()
    for _again in range(2):
        identity.clock.instant += timedelta(hours=49)
        with pytest.raises(NotActivated):
            await identity.signs_in("anne@example.org")
    assert len(identity.mailed_tokens()) == 2  # the third was one too many


async def test_an_account_without_step_3_cannot_sign_in(identity: "Identity") -> None:
    registration_id, _session = await identity.starts()
    await identity.joins(registration_id)
    with pytest.raises(WrongCredentials):
        await identity.signs_in("00042")


async def test_guessing_is_slowed_before_anything_is_hashed(identity: "Identity") -> None:
    identity.rules = rules(pair=Rate(2, timedelta(seconds=60)))
    await activated(identity)
    for _guess in range(2):
        with pytest.raises(WrongCredentials):
            await identity.signs_in("00042", "wrong")
    with pytest.raises(Throttled) as slowed:
        await identity.signs_in("00042")
    assert (slowed.value.code, slowed.value.retry_after, identity.hasher.verified) == ("slow-down", 60, 2)


async def test_the_owner_signs_in_from_elsewhere_meanwhile(identity: "Identity") -> None:
    identity.rules = rules(pair=Rate(2, timedelta(seconds=60)), identifier=Rate(10, timedelta(seconds=30)))
    await activated(identity)
    for _guess in range(50):
        with pytest.raises((WrongCredentials, Throttled)):
            await identity.signs_in("00042", "wrong", address="198.51.100.7")
    await identity.signs_in("00042", address="192.0.2.1")


async def test_honest_use_costs_nothing(identity: "Identity") -> None:
    identity.rules = rules(pair=Rate(1, timedelta(minutes=1)), identifier=Rate(1, timedelta(minutes=1)))
    await activated(identity)
    for _day in range(5):
        await identity.signs_in("00042")


async def test_an_ended_session_is_gone(identity: "Identity") -> None:
    await activated(identity)
    session = await identity.signs_in("00042")
    await revoke_session(session.token, identity.uow)
    assert digest(session.token) not in identity.uow.state.sessions
    await revoke_session(session.token, identity.uow)


async def a_member(identity: "Identity", **changed: object) -> str:
    told = {"login": "Claire", "name": "Claire Agent", "roles": ["agent_famille"], "password": STAFF_PASSWORD}
    return await create_staff_member(
        CreateStaffMember(**{**told, **changed}),  # type: ignore[arg-type] # a test's own words
        identity.uow,
        hasher=identity.hasher,
        estimator=identity.estimator,
        second_factor=identity.second_factor,
    )


async def passes_the_password(identity: "Identity", password: str = STAFF_PASSWORD) -> OpenedSession:
    return await sign_in_staff(
        SignInStaff("claire", password, "192.0.2.1"),
        identity.uow,
        directory=identity.directory,
        throttle=identity.throttle,
        hasher=identity.hasher,
        rules=identity.rules,
    )


async def gives_the_code(identity: "Identity", code: str) -> OpenedSession:
    [staff_id] = identity.uow.state.staff
    return await confirm_second_factor(
        staff_id,
        code,
        identity.uow,
        second_factor=identity.second_factor,
        throttle=identity.throttle,
        rules=identity.rules,
        clock=identity.clock,
    )


def current_code() -> str:
    return str(int(NOON.timestamp()) // 30)


async def test_staff_need_both_factors(identity: "Identity") -> None:
    await a_member(identity)
    first = await passes_the_password(identity)
    assert first.kind is SessionKind.SECOND_FACTOR
    second = await gives_the_code(identity, current_code())
    assert second.kind is SessionKind.STAFF
    assert set(identity.uow.state.sessions) == {digest(second.token)}
    assert [action for action, _reason in identity.audited()] == [
        "staff.created",
        "sign_in.password_accepted",
        "sign_in.succeeded",
    ]


async def test_a_wrong_staff_password_is_refused_and_noted(identity: "Identity") -> None:
    await a_member(identity)
    with pytest.raises(WrongCredentials):
        await passes_the_password(identity, "wrong")
    assert identity.audited()[-1] == ("sign_in.failed", "wrong-credentials")


async def test_a_code_is_used_once(identity: "Identity") -> None:
    await a_member(identity)
    await gives_the_code(identity, current_code())
    with pytest.raises(WrongCode):
        await gives_the_code(identity, current_code())
    assert identity.audited()[-1] == ("second_factor.failed", None)


async def test_codes_are_slowed(identity: "Identity") -> None:
    identity.rules = rules(second_factor=Rate(2, timedelta(minutes=5)))
    await a_member(identity)
    for _guess in range(2):
        with pytest.raises(WrongCode):
            await gives_the_code(identity, "000000")
    with pytest.raises(Throttled):
        await gives_the_code(identity, current_code())


async def test_a_login_that_exists_is_left_alone(identity: "Identity") -> None:
    assert await a_member(identity, totp_secret="GIVEN") == "GIVEN"
    assert await a_member(identity, login="CLAIRE", password="another one 2026", totp_secret="OTHER") == "GIVEN"
    [member] = identity.uow.state.staff.values()
    assert (member.version, member.password_hash) == (0, f"hash of {STAFF_PASSWORD}")


async def test_a_weak_staff_password_is_refused(identity: "Identity") -> None:
    with pytest.raises(Invalid):
        await a_member(identity, password="Court2026")
