"""The end of the delay after a closing, by a clock that stands where it is put."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from services.identity.application.activate_account import activate_account
from services.identity.application.close_never_activated import close_never_activated
from services.identity.application.give_up_closed import give_up_closed
from services.identity.application.remind_of_activation import remind_of_activation
from services.identity.domain.claimable_family import ClaimableFamily
from services.identity.domain.events import FamilyGivenUp
from tests.unit.identity.test_claiming import gives_code, knows, opens

if TYPE_CHECKING:
    from tests.unit.identity.conftest import Identity


async def days_pass(identity: "Identity", days: float) -> int:
    """How many families were given up on that day, after what else the worker does on it."""
    identity.clock.instant += timedelta(days=days)
    await remind_of_activation(identity.uow, identity.rules, identity.clock)
    await close_never_activated(identity.uow, identity.rules, identity.clock)
    return await give_up_closed(lambda: identity.uow, identity.rules.closed_account, identity.clock)


async def closed(identity: "Identity") -> UUID:
    """The town knows the family, and its holder closed its account now."""
    family_id = await knows(identity)
    async with identity.uow as uow:
        await uow.claims.close(ClaimableFamily(family_id, "00042", None), identity.clock.now())
        await uow.commit()
    return family_id


async def claims(identity: "Identity", family_id: UUID) -> None:
    issued = await gives_code(identity, family_id)
    await identity.describes(await opens(identity, "00042", issued.claim_code), email="anne@example.org")


def given_up(identity: "Identity") -> list[UUID]:
    return [event.family_id for event in identity.uow.state.events if isinstance(event, FamilyGivenUp)]


async def test_nobody_comes_back_in_time(identity: "Identity") -> None:
    family_id = await closed(identity)
    assert await days_pass(identity, 365) == 0
    assert await days_pass(identity, 0.01) == 1
    assert given_up(identity) == [family_id]
    assert ("family.given_up", None) in identity.audited()


async def test_whoever_came_back_on_the_last_day_has_all_the_time_to_activate(identity: "Identity") -> None:
    family_id = await closed(identity)
    assert await days_pass(identity, 364) == 0
    await claims(identity, family_id)
    assert await days_pass(identity, 23) == 0
    await activate_account(identity.mailed_tokens()[-1], identity.uow, identity.rules, identity.clock)
    assert await days_pass(identity, 4000) == 0
    assert given_up(identity) == []


async def test_an_account_never_activated_lets_a_whole_delay_begin_anew(identity: "Identity") -> None:
    family_id = await closed(identity)
    await days_pass(identity, 364)
    await claims(identity, family_id)
    await days_pass(identity, 23)
    assert await days_pass(identity, 7) == 0
    assert await days_pass(identity, 365) == 0
    assert await days_pass(identity, 1) == 1


async def test_a_good_code_holds_the_end_back(identity: "Identity") -> None:
    family_id = await closed(identity)
    await days_pass(identity, 364)
    issued = await gives_code(identity, family_id)
    assert await days_pass(identity, 89) == 0
    await identity.describes(await opens(identity, "00042", issued.claim_code), email="anne@example.org")
    assert await days_pass(identity, 1) == 0
