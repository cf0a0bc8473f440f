"""TERMINER of a draft: complete, once, with exactly the files that documents signed."""

import asyncio
from uuid import uuid4

import pytest
from joserfc.jwk import OKPKey

from tests.support.household_driver import HouseholdDriver, errors, problem, records_of
from tests.support.household_families import a_family


async def families(household: HouseholdDriver) -> int:
    [row] = await household.fetch("SELECT count(*) AS n FROM families")
    return int(row["n"])


async def test_what_is_missing_is_named_record_by_record(household: HouseholdDriver) -> None:
    forms = a_family().with_child()
    writer = await household.drafted(forms)
    [child] = records_of(forms)[1:]
    household.papers.fresh.pop((child, "livret-famille"))
    answer = await household.terminates(writer, forms)
    assert (answer.status_code, problem(answer)) == (409, "draft-incomplete")
    assert answer.json()["errors"] == [{"field": child, "code": "piece-missing", "params": {"piece": "livret-famille"}}]
    assert await families(household) == 0


async def test_a_manifest_that_leaves_a_child_out_does_not_pass(household: HouseholdDriver) -> None:
    forms = a_family().with_child()
    writer = await household.drafted(forms)
    adult, child = records_of(forms)
    answer = await household.terminates(
        writer, forms, manifest=household.papers.manifest(f"registration:{writer.id}", adult)
    )
    assert errors(answer) == {(child, "piece-missing")}


async def test_nobody_and_incomplete_members_are_named(household: HouseholdDriver) -> None:
    forms = a_family()
    writer = await household.drafted(forms)
    assert errors(await household.terminates(writer, forms)) == {("children", "child-missing")}
    forms = forms.with_child(first_name="")
    child = next(iter(forms.children))
    await household.keeps(writer, "children", child, forms.children[child], keep="typed")
    assert errors(await household.terminates(writer, forms)) == {(f"child-{child}", "record-incomplete")}


async def test_an_infected_file_refuses_and_a_pending_one_does_not(household: HouseholdDriver) -> None:
    forms = a_family().with_child()
    writer = await household.drafted(forms)
    [child] = records_of(forms)[1:]
    household.papers.fresh.pop((child, "pai"), None)
    household.papers.join(child, "pai", scan="infected")
    answer = await household.terminates(writer, forms)
    assert errors(answer) == {(child, "document-infected")}
    household.papers.fresh.pop((child, "pai"))
    household.papers.join(child, "pai", scan="pending")
    assert (await household.terminates(writer, forms)).status_code == 201


@pytest.mark.parametrize("forgery", ["key", "owner", "type", "text"])
async def test_a_forged_manifest_is_refused(household: HouseholdDriver, forgery: str) -> None:
    forms = a_family().with_child()
    writer = await household.drafted(forms)
    papers, owner, records = household.papers, f"registration:{writer.id}", records_of(forms)
    manifest = {
        "key": papers.manifest(owner, *records, key=OKPKey.generate_key("Ed25519")),
        "owner": papers.manifest(f"registration:{uuid4()}", *records),
        "type": papers.manifest(owner, *records, typ="JWT"),
        "text": "a.b.c",
    }[forgery]
    answer = await household.terminates(writer, forms, manifest=manifest)
    assert (answer.status_code, problem(answer)) == (422, "manifest-invalid")


async def test_an_old_manifest_is_to_be_asked_for_again(household: HouseholdDriver) -> None:
    forms = a_family().with_child()
    writer = await household.drafted(forms)
    old = household.papers.manifest(f"registration:{writer.id}", *records_of(forms), age=601)
    answer = await household.terminates(writer, forms, manifest=old)
    assert (answer.status_code, problem(answer)) == (409, "manifest-expired")


async def test_the_same_key_gives_the_same_answer(household: HouseholdDriver) -> None:
    forms = a_family().with_child()
    writer = await household.drafted(forms)
    manifest = household.papers.manifest(f"registration:{writer.id}", *records_of(forms))
    first = await household.terminates(writer, forms, key="form-0001", manifest=manifest)
    again = await household.terminates(writer, forms, key="form-0001", manifest=manifest)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    other = await household.terminates(writer, forms, key="form-0001", manifest="a.b.c")
    assert (other.status_code, problem(other)) == (422, "idempotency-key-reused")


async def test_another_form_for_the_same_draft_finds_the_family(household: HouseholdDriver) -> None:
    family = await household.registered()
    again = await household.terminates(family.registration, family.forms)
    assert again.status_code == 200
    assert again.json() == {"family_id": str(family.family_id), "family_code": family.code}
    draft = await household.draft(family.registration)
    assert (draft["state"], draft["family_code"], len(draft["children"])) == ("submitted", family.code, 1)
    assert await families(household) == 1


@pytest.mark.parametrize("own_key", [True, False], ids=["one form, many clicks", "many forms"])
async def test_two_hundred_parallel_terminer_make_one_family(household: HouseholdDriver, own_key: bool) -> None:
    forms = a_family().with_child()
    writer = await household.drafted(forms)
    manifest = household.papers.manifest(f"registration:{writer.id}", *records_of(forms))
    answers = await asyncio.gather(
        *(
            household.terminates(writer, forms, key="the-one-form" if own_key else None, manifest=manifest)
            for _ in range(200)
        )
    )
    statuses = {answer.status_code for answer in answers}
    assert statuses <= {200, 201}
    assert len({answer.text for answer in answers}) == 1
    assert await families(household) == 1
    types = [event.type for event in await household.events()]
    assert sorted(types) == [
        "household.child.changed.v1",
        "household.family.changed.v1",
        "household.family.registered.v1",
        "household.submission.made.v1",
    ]


async def test_codes_follow_each_other_and_are_never_given_twice(household: HouseholdDriver) -> None:
    first = await household.registered()
    taken = str(int(first.code) + 1)
    await household.fetch(
        "INSERT INTO families (id, version, code, registration_id, registered_at) VALUES ($1, 1, $2, $3, now())",
        uuid4(),
        taken,
        uuid4(),
    )
    second = await household.registered()
    assert int(second.code) == int(first.code) + 2


async def test_an_id_that_another_family_bears_is_refused(household: HouseholdDriver) -> None:
    family = await household.registered()
    answer = await household.terminates(await household.drafted(family.forms), family.forms)
    assert (answer.status_code, problem(answer)) == (409, "identifier-taken")


async def test_guardianships_are_written_as_declared(household: HouseholdDriver) -> None:
    forms = a_family()
    [adult] = forms.adults
    forms = forms.with_child(
        second_guardian="declared_elsewhere",
        elsewhere_link="pere",
        elsewhere_last_name="Roux",
        elsewhere_first_name="Jean",
        elsewhere_telephone="0612345678",
        elsewhere_address="which nobody keeps",
        states=[f"{adult}:exclusive_authority", "elsewhere:protected_address"],
    )
    await household.registered(forms)
    columns = "adult_id, elsewhere_last_name, elsewhere_link, elsewhere_telephone, elsewhere_address, states"
    rows = await household.fetch(f"SELECT {columns} FROM guardianships ORDER BY adult_id")
    assert [tuple(row) for row in rows] == [
        (adult, None, None, None, None, ["exclusive_authority"]),
        (None, "Roux", "pere", "06 12 34 56 78", None, ["protected_address"]),
    ]
    [draft] = await household.fetch("SELECT children::text AS children FROM drafts")
    assert "nobody keeps" not in draft["children"]
