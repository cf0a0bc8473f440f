"""ENREGISTRER and TERMINER from the dashboard."""

import asyncio

from tests.support.household_driver import HouseholdDriver, Registered, errors, problem
from tests.support.household_families import a_family


async def settled(household: HouseholdDriver) -> Registered:
    family = await household.registered(a_family().with_child())
    await household.accepts_everything(await household.open_submission(family))
    return family


async def test_a_record_that_lies_with_the_town_is_read_only(household: HouseholdDriver) -> None:
    family = await household.registered()
    answer = await household.saves(family, family.child, first_name="Zoé")
    assert (answer.status_code, problem(answer)) == (409, "record-locked")
    record = await household.record(family, family.child)
    assert record["locked"] is True
    assert {piece["state"] for piece in record["pieces"]} == {"pending", "missing"}
    assert (await household.saves(family, family.record, family_situation="pacse")).status_code == 204


async def test_a_stale_record_is_refused(household: HouseholdDriver) -> None:
    family = await settled(household)
    version = (await household.record(family, family.adult))["version"]
    assert (await household.saves(family, family.adult, version=version, sex="masculin")).status_code == 204
    stale = await household.saves(family, family.adult, version=version, sex="feminin")
    assert (stale.status_code, problem(stale)) == (409, "stale-version")


async def test_two_tabs_at_once_keep_one(household: HouseholdDriver) -> None:
    family = await settled(household)
    version = (await household.record(family, family.adult))["version"]
    answers = await asyncio.gather(
        *(household.saves(family, family.adult, version=version, first_name=f"Anne{'a' * n}") for n in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [204] + [409] * 7


async def test_wrong_values_are_refused_by_field(household: HouseholdDriver) -> None:
    family = await settled(household)
    answer = await household.saves(family, family.record, address={"country": "FR", "city": "Nice"})
    assert answer.status_code == 422
    assert ("address.postal_code", "required") in errors(answer)
    foreign = await household.saves(family, family.record, birth_name="Martin")
    assert errors(foreign) == {("birth_name", "unknown-field")}
    guardians = await household.saves(family, family.child, guardians={"guardians": []})
    assert errors(guardians) == {("guardians.guardians", "guardian-required")}


async def test_typed_values_are_kept_and_do_not_leave(household: HouseholdDriver) -> None:
    family = await settled(household)
    assert (await household.saves(family, family.child, keep="typed", birth_date="5/2021")).status_code == 204
    [field] = [f for f in (await household.record(family, family.child))["fields"] if f["name"] == "birth_date"]
    assert (field["value"], field["accepted_value"]) == ("5/2021", "2021-05-02")
    answer = await household.submits(family)
    assert (answer.status_code, problem(answer)) == (409, "record-incomplete")
    assert (family.child, "field-invalid") in errors(answer)


async def test_an_incomplete_record_stays_while_a_complete_one_leaves(household: HouseholdDriver) -> None:
    family = await settled(household)
    await household.saves(family, family.adult, birth_name="Petit")
    submission = await household.submitted(family)
    assert [record["key"] for record in (await household.file(submission))["records"]] == [family.adult]
    lights = await household.lights(family)
    assert lights[family.record] == ("red", "incomplete")
    assert lights[family.adult] == ("orange", "pending")


async def test_writing_a_value_back_turns_the_light_green_again(household: HouseholdDriver) -> None:
    family = await settled(household)
    await household.saves(family, family.adult, birth_name="Petit")
    assert (await household.lights(family))[family.adult] == ("red", "unsent")
    await household.saves(family, family.adult, birth_name=None)
    assert (await household.lights(family))[family.adult] == ("green", "valid")


async def test_nothing_changed_nothing_leaves(household: HouseholdDriver) -> None:
    family = await settled(household)
    await household.completes(family)
    await household.accepts_everything(await household.submitted(family))
    answer = await household.submits(family)
    assert (answer.status_code, problem(answer)) == (409, "nothing-to-submit")


async def test_one_form_submits_once(household: HouseholdDriver) -> None:
    family = await settled(household)
    await household.completes(family)
    body = {"manifest": household.papers.manifest(f"family:{family.family_id}", *family.records)}
    path = f"/families/{family.family_id}/submissions"
    answers = await asyncio.gather(
        *(household.call("POST", path, body, by=family.subject, Idempotency_Key="dashboard-1") for _ in range(50))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    [row] = await household.fetch("SELECT count(*) AS n FROM submissions")
    assert row["n"] == 2


async def test_several_forms_at_once_submit_once(household: HouseholdDriver) -> None:
    family = await settled(household)
    await household.completes(family)
    answers = await asyncio.gather(*(household.submits(family) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert {problem(answer) for answer in answers if answer.status_code == 409} == {"nothing-to-submit"}


async def test_an_optional_piece_may_follow_later(household: HouseholdDriver) -> None:
    family = await settled(household)
    household.papers.join(family.child, "pai")
    submission = await household.submitted(family)
    [record] = (await household.file(submission))["records"]
    [item] = record["items"]
    assert (item["piece"], item["required"], item["label"]) == (
        "pai",
        False,
        "Protocole d'accueil individualisé (PAI)",
    )
    refused = await household.decides(submission, item["key"], "refuse", reason_code="mauvaise-piece")
    assert refused.status_code == 204
    await household.concludes(submission)
    [card] = [c for c in (await household.dashboard(family))["records"] if c["key"] == family.child]
    assert (card["light"], card["refused"]) == ("green", 1)
