"""Fiches sanitaires over HTTP: who reads them, what applies at once, and what leaves no trace elsewhere."""

from dataclasses import replace
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from libs.chassis.auth import Subject
from tests.support.household_driver import AGENT, HouseholdDriver, Registered, problem
from tests.support.household_families import a_family, a_fiche_sanitaire

BEE = {"cause": "Piqûre de guêpe", "what_to_do": "Appeler le 15"}
SECRET = "Trousse bleue"
UNABLE = replace(AGENT, id=uuid4(), permissions=AGENT.permissions - {"household.health"})


async def pending(household: HouseholdDriver) -> tuple[Registered, UUID]:
    """A family, and the submission by which its fiche sanitaire lies with the town."""
    family = await household.confirmed(a_family().with_child())
    await household.completes(family)
    plan = {"answer": "oui", "measures": SECRET}
    assert (await household.saves(family, family.health, care_plan=plan)).status_code == 204
    return family, await household.submitted(family)


async def health_of(household: HouseholdDriver, family: Registered, agent: Subject) -> Any:
    found = await household.get(f"/families/{family.family_id}/health-records", agent)
    return found["records"][0]


def fields_of(record: Any) -> dict[str, Any]:
    return {field["name"]: field for field in record["fields"]}


async def test_urgent_facts_apply_while_the_record_lies_with_the_town(household: HouseholdDriver) -> None:
    family, _ = await pending(household)
    assert (await household.lights(family))[family.health] == ("orange", "pending")
    locked = await household.saves(family, family.health, diet={"needs": ["sans-porc"]})
    assert (locked.status_code, problem(locked)) == (409, "record-locked")
    assert (await household.saves(family, family.health, allergies=[BEE])).status_code == 204
    allergies = fields_of(await health_of(household, family, AGENT))["allergies"]
    assert allergies["value"] == [BEE]
    assert allergies["said_at"]
    rows = await household.fetch("SELECT details->>'fields' AS said FROM audit WHERE action = 'urgent_fact.said'")
    assert [row["said"] for row in rows] == ['["persons_to_call"]', '["allergies"]']
    assert (await household.lights(family))[family.health] == ("orange", "pending")


async def test_who_may_not_read_health_learns_that_the_fiche_exists_and_its_light(household: HouseholdDriver) -> None:
    family, submission = await pending(household)
    hidden = await health_of(household, family, UNABLE)
    assert (hidden["name"], hidden["light"], hidden["hidden"], hidden["fields"]) == ("Lina MARTIN", "orange", True, [])
    for path in (f"/submissions/{submission}", f"/families/{family.family_id}/health-records"):
        assert SECRET not in (await household.call("GET", path, by=UNABLE)).text
        assert SECRET in (await household.call("GET", f"/submissions/{submission}", by=AGENT)).text
    [record] = [
        found
        for found in (await household.get(f"/submissions/{submission}", UNABLE))["records"]
        if found["kind"] == "health"
    ]
    assert (record["items"], record["hidden_items"], record["hidden_undecided"]) == ([], 2, 2)


async def test_each_reading_leaves_a_row_for_the_fiche(household: HouseholdDriver) -> None:
    family, submission = await pending(household)
    await health_of(household, family, AGENT)
    await household.file(submission)
    await health_of(household, family, UNABLE)
    rows = await household.fetch("SELECT actor, action FROM audit WHERE action LIKE 'health%' ORDER BY id")
    assert [tuple(row) for row in rows] == [
        (AGENT.reference, "health_record.read"),
        (AGENT.reference, "health_record.read"),
        (UNABLE.reference, "health_records.listed"),
    ]
    stranger = replace(AGENT, permissions=frozenset({"household.health"}))
    refused = await household.call("GET", f"/families/{family.family_id}/health-records", by=stranger)
    assert refused.status_code == 403
    unknown = await household.call("GET", f"/families/{uuid4()}/health-records", by=AGENT)
    assert unknown.status_code == 404
    own = await household.call("GET", f"/families/{family.family_id}/health-records", by=family.subject)
    assert own.status_code == 403


async def test_who_may_not_read_health_decides_on_none_of_it(household: HouseholdDriver) -> None:
    family = await household.confirmed(a_family().with_child())
    submission = await household.open_submission(family)
    household.agent = UNABLE
    book = f"{family.child}.piece.carnet-sante-vaccinations"
    assert (await household.decides(submission, book, "accept")).status_code == 403
    assert (await household.accepts_rest(submission)).status_code == 204
    left = await household.concludes(submission)
    assert (left.status_code, problem(left)) == (409, "items-undecided")
    items = [item for record in (await household.file(submission))["records"] for item in record["items"]]
    assert [item["key"] for item in items if item["decision"] is None] == [book]
    assert [item["key"] for item in items if item["health"]] == [book]
    household.agent = AGENT
    await household.accepts_everything(submission)


async def test_no_health_value_leaves_by_an_event(household: HouseholdDriver) -> None:
    family, submission = await pending(household)
    key = f"{family.health}.care_plan"
    await household.decides(submission, key, "refuse", reason_code="a-preciser", comment=SECRET)
    await household.accepts_everything(submission)
    [told] = (await household.events("household.submission.concluded.v1"))[-1].data["refused"]
    assert (told["label"], told["comment"]) == ("Fiche sanitaire de Lina MARTIN", None)
    assert all(SECRET not in str(event.data) for event in await household.events())
    record = await household.record(family, family.health)
    assert fields_of(record)["care_plan"]["refusal"]["comment"] == SECRET
    dashboard = await household.call("GET", f"/families/{family.family_id}/dashboard", by=family.subject)
    assert SECRET not in dashboard.text
    assert (await household.lights(family))[family.health] == ("red", "refused")


async def test_a_family_sees_which_vaccinations_are_missing_and_nothing_is_refused(household: HouseholdDriver) -> None:
    family = await household.registered(a_family().with_child(birth_date="02/05/2017"))
    before = {disease["code"] for disease in (await household.record(family, family.health))["vaccinations"]}
    sheet = a_fiche_sanitaire(vaccinations={"tetanos": "02/07/2017"})
    assert (await household.saves(family, family.health, **sheet)).status_code == 204
    told = (await household.record(family, family.health))["vaccinations"]
    assert {disease["code"] for disease in told if disease["compulsory"]} == {"diphterie", "tetanos", "poliomyelite"}
    assert {disease["code"] for disease in told if disease["missing"]} == {"diphterie", "poliomyelite"}
    assert {disease["code"] for disease in told} == before
    assert (await household.submits(family)).status_code == 201


async def test_the_same_form_sent_twice_is_written_once(household: HouseholdDriver) -> None:
    family = await household.registered()
    await household.saves(family, family.record, landline="04 92 00 00 00")
    before = (await household.record(family, family.record))["version"]
    assert (await household.saves(family, family.record, landline="04 92 00 00 00")).status_code == 204
    assert (await household.record(family, family.record))["version"] == before


async def test_older_families_are_completed(household: HouseholdDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    settled = await household.registered()
    await household.completes(settled)
    await household.accepts_everything(await household.open_submission(settled))
    await household.accepts_everything(await household.submitted(settled))
    waiting = await household.registered(a_family().with_child().with_child(first_name="Noé"))
    await household.fetch("DELETE FROM records WHERE kind = 'health'")
    for column in ("written", "accepted"):
        await household.fetch(f"UPDATE records SET {column} = {column} - 'civility' - 'mobile'")
        await household.fetch(
            f"UPDATE records SET {column} = {column} - 'last_name' - 'first_name' WHERE kind = 'family'"
        )

    migration = import_module("services.household.migrations.versions.0008_whole_records")
    statements: list[str] = []
    monkeypatch.setattr(migration, "op", SimpleNamespace(execute=statements.append))
    for step in (migration._civilities_of_adults, migration._names_of_families, migration._fiches_sanitaires):
        step()
    for statement in statements:
        await household.fetch(statement)

    lights = await household.lights(settled)
    assert lights == {
        settled.record: ("red", "incomplete"),
        settled.adult: ("red", "incomplete"),
        settled.child: ("green", "valid"),
        settled.health: ("red", "incomplete"),
    }
    fields = fields_of(await household.record(settled, settled.record))
    known = {name: (fields[name]["value"], fields[name]["accepted_value"]) for name in ("civility", "last_name")}
    assert known == {"civility": ("madame", "madame"), "last_name": ("Martin", "Martin")}
    for key in (settled.record, settled.adult):
        await household.saves(settled, key, mobile="06 39 98 00 01")
    await household.saves(settled, settled.health, **a_fiche_sanitaire())
    await household.accepts_everything(await household.submitted(settled))
    assert {light for light, _ in (await household.lights(settled)).values()} == {"green"}
    assert len(await household.lights(waiting)) == 6
    fields = fields_of(await household.record(waiting, waiting.record))
    assert (fields["last_name"]["value"], fields["last_name"]["accepted_value"]) == ("Martin", None)
