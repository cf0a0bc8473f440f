"""All that household knows of a family, for the family itself."""

from typing import Any

from tests.support.household_driver import HouseholdDriver, Registered
from tests.support.household_families import a_family


async def export(household: HouseholdDriver, family: Registered) -> Any:
    return await household.get(f"/families/{family.family_id}/export", family.subject)


async def test_a_family_takes_its_records_children_and_submissions_along(household: HouseholdDriver) -> None:
    family = await household.registered(a_family().with_child())
    told = await export(household, family)
    assert (told["service"], told["version"]) == ("household", 1)
    data = told["data"]
    assert data["family"]["family_code"] == family.code
    assert {record["key"] for record in data["records"]} == {*family.records, family.health}
    (child,) = data["children"]
    assert f"child-{child['id']}" == family.child
    (submission,) = data["submissions"]
    assert submission["items"]
    assert [entry["what"] for entry in told["history"]] == ["submission.made"]


async def test_decisions_are_told_once_they_are_final_and_never_who_decided(household: HouseholdDriver) -> None:
    family = await household.registered()
    submission = await household.open_submission(family)
    await household.accepts_rest(submission)
    assert "decision" not in (await export(household, family))["data"]["submissions"][0]["items"][0]
    await household.concludes(submission)
    answer = await household.call("GET", f"/families/{family.family_id}/export", by=family.subject)
    assert answer.json()["data"]["submissions"][0]["items"][0]["decision"] == "accept"
    assert str(household.agent.id) not in answer.text


async def test_nothing_of_another_family_is_in_it(household: HouseholdDriver) -> None:
    mine = await household.registered(a_family().with_child())
    theirs = await household.registered(a_family(last_name="Zyxwroux").with_child())
    answer = await household.call("GET", f"/families/{mine.family_id}/export", by=mine.subject)
    assert "zyxwroux" not in answer.text.lower()
    foreign = await household.call("GET", f"/families/{theirs.family_id}/export", by=mine.subject)
    assert foreign.status_code == 404
