"""An agent takes a child out of one of its two homes."""

from uuid import UUID

import httpx

from libs.chassis.auth import Subject, SubjectKind
from libs.contracts.household.v1 import ChildChanged, ChildUnlinked, RecordRemoved
from tests.integration.household.test_two_homes import Homes, two_homes
from tests.support.household_driver import HouseholdDriver, Registered, problem


async def unlinks(
    household: HouseholdDriver, homes: Homes, family: Registered, by: Subject | None = None
) -> httpx.Response:
    told = {"family_id": str(family.family_id), "motive": "mistake"}
    path = f"/children/{homes.child.removeprefix('child-')}/unlinking"
    return await household.call("POST", path, told, by=by or household.agent)


async def test_the_child_leaves_one_home_and_stays_in_the_other(household: HouseholdDriver) -> None:
    homes = await two_homes(household)
    before = await household.record(homes.first, homes.child)
    assert (await unlinks(household, homes, homes.second)).status_code == 204

    assert homes.child not in await household.lights(homes.second)
    assert homes.health not in await household.lights(homes.second)
    assert await household.record(homes.first, homes.child) == before, "not even a version tells of it"
    child = UUID(homes.child.removeprefix("child-"))
    held = await household.fetch("SELECT DISTINCT family_id FROM guardianships WHERE child_id = $1", child)
    assert [row["family_id"] for row in held] == [homes.first.family_id]
    whole = (await household.events(ChildChanged.type))[-1]
    assert (whole.data["family_ids"], whole.data["validated"]) == ([str(homes.first.family_id)], True)
    [told] = await household.events(ChildUnlinked.type)
    assert (told.data["family_id"], told.data["staying_family_ids"]) == (
        str(homes.second.family_id),
        [str(homes.first.family_id)],
    )
    assert {event.data["record"] for event in await household.events(RecordRemoved.type)} == {homes.child, homes.health}
    [row] = await household.fetch("SELECT family_id, details FROM audit WHERE action = 'child.unlinked'")
    assert row["family_id"] == homes.second.family_id
    assert "mistake" in str(row["details"])
    assert problem(await unlinks(household, homes, homes.first)) == "last-home"
    assert (await unlinks(household, homes, homes.second)).status_code == 404


async def test_what_the_homes_disagreed_on_is_over(household: HouseholdDriver) -> None:
    homes = await two_homes(household)
    child = homes.child.removeprefix("child-")
    flag = {"reason": "Le père conteste."}
    assert (await household.call("PUT", f"/children/{child}/disagreement", flag, by=household.agent)).status_code == 204
    assert (await unlinks(household, homes, homes.second)).status_code == 204
    assert (await household.saves(homes.first, homes.child, first_name="Léna")).status_code == 204


async def test_a_child_is_no_longer_valid_when_the_home_that_brought_what_is_required_goes(
    household: HouseholdDriver,
) -> None:
    homes = await two_homes(household)
    assert (await unlinks(household, homes, homes.first)).status_code == 204
    whole = (await household.events(ChildChanged.type))[-1]
    assert (whole.data["family_ids"], whole.data["validated"]) == ([str(homes.second.family_id)], False)


async def test_what_lies_with_the_town_is_concluded_first(household: HouseholdDriver) -> None:
    homes = await two_homes(household)
    await household.saves(homes.first, homes.child, first_name="Léna")
    await household.submitted(homes.first)
    assert problem(await unlinks(household, homes, homes.first)) == "record-locked"
    assert homes.child in await household.lights(homes.first)


async def test_only_an_agent_of_the_counter_unlinks(household: HouseholdDriver) -> None:
    homes = await two_homes(household)
    reader = Subject(SubjectKind.STAFF, household.agent.id, permissions=frozenset({"household.read"}))
    assert (await unlinks(household, homes, homes.second, by=reader)).status_code == 403
    assert (await unlinks(household, homes, homes.second, by=homes.first.subject)).status_code in {401, 403}
    assert homes.child in await household.lights(homes.second)
