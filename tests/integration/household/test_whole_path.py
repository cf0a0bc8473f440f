"""From the first adult to a green dashboard, over HTTP."""

from tests.support.household_driver import HouseholdDriver, errors, problem
from tests.support.household_families import a_family

HEALTH = "piece.carnet-sante-vaccinations"


async def test_a_family_is_created_refused_corrected_and_turns_green(household: HouseholdDriver) -> None:
    family = await household.confirmed(a_family().with_child())
    assert family.code.isdigit()
    assert len(family.code) >= 5
    assert await household.lights(family) == {
        family.record: ("red", "incomplete"),
        family.adult: ("orange", "pending"),
        family.child: ("orange", "pending"),
        family.health: ("red", "incomplete"),
    }

    submission = await household.open_submission(family)
    [listed] = (await household.work_list())["items"]
    assert listed["id"] == str(submission)
    assert (listed["family_code"], listed["family_name"], listed["kind"]) == (family.code, "Martin", "registration")
    assert listed["undecided"] == listed["items"] > 0

    refused = f"{family.child}.{HEALTH}"
    answer = await household.decides(submission, refused, "refuse", reason_code="illisible", comment="Page 2 floue")
    assert answer.status_code == 204, answer.text
    await household.accepts_everything(submission)
    lights = await household.lights(family)
    assert lights[family.adult] == ("green", "valid")
    assert lights[family.child] == ("red", "refused")

    record = await household.record(family, family.child)
    [piece] = [piece for piece in record["pieces"] if piece["state"] == "refused"]
    assert piece["code"] == "carnet-sante-vaccinations"
    assert piece["refusal"]["comment"] == "Page 2 floue"
    assert "lisible" in piece["refusal"]["reason_label"]

    too_early = await household.submits(family)
    assert (too_early.status_code, problem(too_early)) == (409, "record-incomplete")
    assert (family.child, "piece-refused") in errors(too_early)

    household.papers.join(family.child, "carnet-sante-vaccinations")
    second = await household.submitted(family)
    file = await household.file(second)
    assert [item["key"] for record in file["records"] for item in record["items"]] == [refused]
    await household.accepts_everything(second)
    assert (await household.lights(family))[family.child] == ("green", "valid")

    await household.completes(family)
    await household.accepts_everything(await household.submitted(family))
    assert {light for light, _status in (await household.lights(family)).values()} == {"green"}
    dashboard = await household.dashboard(family)
    assert dashboard["can_submit"] is False
    assert dashboard["open_submissions"] == []


async def test_the_events_tell_the_whole_story(household: HouseholdDriver) -> None:
    family = await household.registered(a_family().with_child())
    submission = await household.open_submission(family)
    key = f"{family.child}.birth_date"
    assert (await household.decides(submission, key, "refuse", reason_code="ne-correspond-pas")).status_code == 204
    await household.accepts_everything(submission)
    events = await household.events()
    assert [event.type for event in events] == [
        "household.family.registered.v1",
        "household.submission.made.v1",
        "household.child.changed.v1",
        "household.family.changed.v1",
        "household.submission.concluded.v1",
        "household.child.changed.v1",
    ]
    registered, made, declared, _family, concluded, settled = events
    assert registered.data["family_code"] == family.code
    assert registered.data["registration_id"] == str(family.registration_id)
    assert len(made.data["document_ids"]) == 2
    assert (declared.data["validated"], declared.aggregate_version) == (False, 1)
    assert (settled.data["validated"], settled.aggregate_version) == (False, 2)
    [refused] = concluded.data["refused"]
    assert refused["label"] == "Lina MARTIN : Date de naissance"
    assert refused["item_key"] == key
    assert concluded.data["accepted"] > 0


async def test_a_validated_child_is_told(household: HouseholdDriver) -> None:
    family = await household.registered(a_family().with_child())
    await household.accepts_everything(await household.open_submission(family))
    told = (await household.events("household.child.changed.v1"))[-1]
    assert told.data["validated"] is True
    assert told.data["family_ids"] == [str(family.family_id)]
    assert told.data["birth_date"] == "2021-05-02"


async def test_a_refused_field_is_corrected_alone(household: HouseholdDriver) -> None:
    family = await household.registered(a_family().with_child())
    submission = await household.open_submission(family)
    await household.decides(submission, f"{family.child}.first_name", "refuse", reason_code="ne-correspond-pas")
    await household.accepts_everything(submission)
    [field] = [found for found in (await household.record(family, family.child))["fields"] if found["refusal"]]
    assert (field["name"], field["value"], field["accepted_value"]) == ("first_name", "Lina", None)
    assert (await household.saves(family, family.child, first_name="Léna")).status_code == 204
    corrected = await household.submitted(family)
    [record] = (await household.file(corrected))["records"]
    assert [(item["field"], item["old"], item["new"]) for item in record["items"]] == [("first_name", None, "Léna")]
    await household.accepts_everything(corrected)
    assert (await household.lights(family))[family.child] == ("green", "valid")
    assert (await household.events("household.child.changed.v1"))[-1].data["first_name"] == "Léna"


async def test_a_later_change_shows_old_and_new(household: HouseholdDriver) -> None:
    family = await household.registered(a_family().with_child())
    await household.accepts_everything(await household.open_submission(family))
    assert (await household.saves(family, family.adult, last_name="Dupré")).status_code == 204
    assert (await household.lights(family))[family.adult] == ("red", "unsent")
    assert (await household.dashboard(family))["can_submit"] is True
    change = await household.submitted(family)
    [record] = (await household.file(change))["records"]
    assert record["key"] == family.adult
    assert [(item["field"], item["old"], item["new"]) for item in record["items"]] == [("last_name", "Martin", "Dupré")]
    told = await household.get(f"/families/{family.family_id}/submissions/{change}", family.subject)
    assert (told["state"], told["records"][0]["items"][0]["decision"]) == ("open", None)


async def test_the_family_record_starts_with_what_the_first_adult_typed(household: HouseholdDriver) -> None:
    forms = a_family(street_number="0").with_adult(first_name="Paul", sex="masculin", street_number="12")
    family = await household.registered(forms.with_child())
    fields = {field["name"]: field for field in (await household.record(family, family.record))["fields"]}
    assert fields["family_situation"]["value"] == "marie"
    assert fields["address"]["value"]["street_number"] == "0"
    assert fields["address"]["value"]["street_name"] == "Avenue de la Libération"
    second = f"adult-{list(forms.adults)[1]}"
    own = {field["name"]: field["value"] for field in (await household.record(family, second))["fields"]}
    assert own["address"]["street_number"] == "12"
    assert own["family_situation"] is None
    assert own["birth_date"] == "1988-05-04"
