"""A family's history: what household tells the family of itself."""

from tests.support.household_driver import HouseholdDriver, Registered
from tests.support.household_families import a_family


async def history(household: HouseholdDriver, family: Registered, before: str = "") -> list[tuple[str, str]]:
    path = f"/families/{family.family_id}/history"
    answer = await household.call("GET", f"{path}?before={before}" if before else path, by=family.subject)
    assert answer.status_code == 200, answer.text
    return [(entry["by"], entry["what"]) for entry in answer.json()]


async def test_a_family_reads_who_did_what_newest_first(household: HouseholdDriver) -> None:
    family = await household.registered()
    submission = await household.open_submission(family)
    await household.get(f"/submissions/{submission}", household.agent)
    await household.accepts_rest(submission)
    assert await history(household, family) == [("town", "submission.read"), ("family", "submission.made")]
    await household.concludes(submission)
    assert (await history(household, family))[0] == ("town", "submission.concluded")


async def test_a_record_saved_tells_the_names_of_its_fields_and_no_value(household: HouseholdDriver) -> None:
    family = await household.registered()
    await household.accepts_everything(await household.open_submission(family))
    await household.saves(family, family.child, birth_place="Antananarivo")
    answer = await household.call("GET", f"/families/{family.family_id}/history", by=family.subject)
    newest = answer.json()[0]
    assert newest["details"] == {"record": family.child, "fields": ["birth_place"]}
    assert "Antananarivo" not in answer.text
    await household.saves(family, family.child, birth_place="Antananarivo")
    assert len(await history(household, family)) == len(answer.json()), "saving what was there changes nothing"


async def test_what_is_saved_as_one_types_is_one_thing_a_stretch(household: HouseholdDriver) -> None:
    family = await household.registered()
    await household.fetch(
        "INSERT INTO audit (at, actor, action, object, correlation_id, family_id, details)"
        " SELECT now() - make_interval(mins => minutes), 'family:1', 'record.saved', 'family:1', 'c', $1,"
        "        jsonb_build_object('record', record, 'fields', jsonb_build_array(field))"
        " FROM (VALUES (300, 'child-1', 'sex'), (200, 'child-1', 'first_name'), (185, 'child-2', 'sex'),"
        "              (180, 'child-1', 'last_name'), (155, 'child-1', 'first_name')) AS said (minutes, record, field)",
        family.family_id,
    )
    answer = await household.call("GET", f"/families/{family.family_id}/history", by=family.subject)
    saved = [entry["details"] for entry in answer.json() if entry["what"] == "record.saved"]
    assert saved == [
        {"record": "child-1", "fields": ["first_name", "last_name"]},
        {"record": "child-2", "fields": ["sex"]},
        {"record": "child-1", "fields": ["sex"]},
    ]
    assert len([row for row in await household.audited() if row[1] == "record.saved"]) == 5, "the audit stays whole"


async def test_the_other_family_is_nowhere_in_it(household: HouseholdDriver) -> None:
    mine = await household.registered(a_family().with_child())
    theirs = await household.registered(a_family(last_name="Roux").with_child())
    await household.get(f"/submissions/{await household.open_submission(theirs)}", household.agent)
    assert await history(household, mine) == [("family", "submission.made")]
    answer = await household.call("GET", f"/families/{theirs.family_id}/history", by=mine.subject)
    assert answer.status_code == 404


async def test_a_page_holds_all_of_an_instant_and_the_next_one_goes_on_before_it(household: HouseholdDriver) -> None:
    family = await household.registered()
    await household.fetch(
        "INSERT INTO audit (at, actor, action, object, correlation_id, family_id)"
        " SELECT now() + make_interval(mins => n / 8), 'staff:1', 'receipt.read', 'family:1', 'c', $1"
        " FROM generate_series(8, 103) AS n",
        family.family_id,
    )
    path = f"/families/{family.family_id}/history"
    first = (await household.call("GET", path, by=family.subject)).json()
    assert len(first) == 32, "eight things an instant: the fourth is told whole"
    second = (
        await household.call("GET", f"{path}?before={first[-1]['at'].replace('+', '%2B')}", by=family.subject)
    ).json()
    assert len(second) == 32
    assert max(entry["at"] for entry in second) < min(entry["at"] for entry in first)
