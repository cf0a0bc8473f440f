"""« Reprendre ma demande »: until an agent opens a submission its family takes it back, and loses nothing."""

import asyncio

import pytest

from libs.contracts.household.v1 import SubmissionWithdrawn
from tests.support.household_driver import HouseholdDriver, Registered, problem


async def withdraws(household: HouseholdDriver, family: Registered, submission: object) -> int:
    answer = await household.call(
        "POST", f"/families/{family.family_id}/submissions/{submission}/withdrawal", by=family.subject
    )
    return answer.status_code


async def test_a_family_takes_back_what_nobody_opened(household: HouseholdDriver) -> None:
    family = await household.confirmed()
    submission = await household.open_submission(family)

    assert await withdraws(household, family, submission) == 204

    lights = await household.lights(family)
    assert lights[family.child] == ("red", "unsent")
    assert (await household.dashboard(family))["open_submissions"] == []
    assert (await household.work_list())["items"] == []
    assert len(await household.events(SubmissionWithdrawn.type)) == 1


async def test_what_was_typed_is_there_again_and_can_be_handed_in(household: HouseholdDriver) -> None:
    family = await household.confirmed()
    submission = await household.open_submission(family)
    before = await household.record(family, family.child)

    await withdraws(household, family, submission)

    after = await household.record(family, family.child)
    assert [field["value"] for field in after["fields"]] == [field["value"] for field in before["fields"]]
    assert not after["locked"]
    assert (await household.saves(family, family.child, first_name="Léna")).status_code == 204
    again = await household.submitted(family)
    assert (await household.lights(family))[family.child] == ("orange", "pending")
    assert again != submission


async def test_refusals_stand_again_once_their_answer_is_taken_back(household: HouseholdDriver) -> None:
    family = await household.confirmed()
    first = await household.open_submission(family)
    refused = f"{family.child}.piece.livret-famille"
    await household.decides(first, refused, "refuse", reason_code="illisible", comment="La page est coupée.")
    await household.accepts_everything(first)
    household.papers.join(family.child, "livret-famille")
    second = await household.submitted(family)

    await withdraws(household, family, second)

    pieces = {piece["code"]: piece for piece in (await household.record(family, family.child))["pieces"]}
    assert pieces["livret-famille"]["state"] == "refused"
    assert pieces["livret-famille"]["refusal"]["comment"] == "La page est coupée."
    assert (await household.lights(family))[family.child] == ("red", "refused")


async def test_what_an_agent_opened_stays(household: HouseholdDriver) -> None:
    family = await household.confirmed()
    submission = await household.open_submission(family)
    await household.file(submission)

    answer = await household.call(
        "POST", f"/families/{family.family_id}/submissions/{submission}/withdrawal", by=family.subject
    )

    assert (answer.status_code, problem(answer)) == (409, "submission-opened")
    told = await household.get(f"/families/{family.family_id}/submissions/{submission}", family.subject)
    assert told["opened_at"] is not None
    assert (await household.dashboard(family))["open_submissions"][0]["opened_at"] == told["opened_at"]


async def test_the_first_opening_counts(household: HouseholdDriver) -> None:
    family = await household.confirmed()
    submission = await household.open_submission(family)
    await household.file(submission)
    first = (await household.dashboard(family))["open_submissions"][0]["opened_at"]

    await household.file(submission)

    assert (await household.dashboard(family))["open_submissions"][0]["opened_at"] == first


@pytest.mark.parametrize("attempt", range(5))
async def test_of_opening_and_taking_back_at_once_one_wins(household: HouseholdDriver, attempt: int) -> None:
    family = await household.confirmed()
    submission = await household.open_submission(family)

    opened, taken_back = await asyncio.gather(
        household.call("GET", f"/submissions/{submission}", by=household.agent),
        household.call("POST", f"/families/{family.family_id}/submissions/{submission}/withdrawal", by=family.subject),
    )

    assert sorted([opened.status_code == 200, taken_back.status_code == 204]) == [False, True]
    assert len(await household.events(SubmissionWithdrawn.type)) == (taken_back.status_code == 204)


async def test_nothing_is_decided_on_what_was_taken_back(household: HouseholdDriver) -> None:
    family = await household.confirmed()
    submission = await household.open_submission(family)
    await withdraws(household, family, submission)

    answers = [
        await household.call("GET", f"/submissions/{submission}", by=household.agent),
        await household.decides(submission, f"{family.child}.first_name", "accept"),
        await household.accepts_rest(submission),
        await household.concludes(submission),
    ]

    assert {(answer.status_code, problem(answer)) for answer in answers} == {(409, "submission-withdrawn")}


async def test_taking_back_twice_is_once(household: HouseholdDriver) -> None:
    family = await household.confirmed()
    submission = await household.open_submission(family)

    assert [await withdraws(household, family, submission) for _ in range(2)] == [204, 204]

    assert len(await household.events(SubmissionWithdrawn.type)) == 1


async def test_another_familys_submission_is_not_there(household: HouseholdDriver) -> None:
    family, other = await household.confirmed(), await household.confirmed()
    submission = await household.open_submission(family)

    assert (
        await withdraws(
            household, Registered(other.registration_id, other.family_id, other.code, other.forms), submission
        )
        == 404
    )


async def test_the_list_tells_all_submissions_newest_first(household: HouseholdDriver) -> None:
    family = await household.confirmed()
    first = await household.open_submission(family)
    await withdraws(household, family, first)
    second = await household.submitted(family)

    listed = await household.get(f"/families/{family.family_id}/submissions", family.subject)

    assert [(line["id"], line["state"]) for line in listed] == [(str(second), "open"), (str(first), "withdrawn")]
